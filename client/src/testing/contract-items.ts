import { Position, Range, TestTag } from 'vscode';
import type { TestController, TestItem, Uri } from 'vscode';
import type { TestDescription } from '../../../engine/src/conformance/types';
import type { Engine } from '../engine/load-engine';
import { plainTitle } from './failure-text';
import { lineOfPlace } from './place-line';
import type { TestedRoles } from './tested-roles';
import type { TestedSubject } from './tested-subject';

/** The items of the Test Explorer: a Dockerfile or an image, and below it the tests of its roles. */
export class ContractItems {
  private readonly tests = new WeakMap<TestItem, TestDescription>();
  private readonly images = new WeakMap<TestItem, string>();

  constructor(private readonly controller: TestController) {}

  /** The item of a Dockerfile, made when it isn't there yet. */
  put(uri: Uri, label: string): TestItem {
    return this.of(uri) ?? this.add(this.controller.createTestItem(uri.toString(), label, uri));
  }

  /** The item of an image that no Dockerfile of the workspace need build. */
  putImage(image: string): TestItem {
    const id = `image:${image}`;
    const known = this.controller.items.get(id);
    if (known !== undefined) return known;
    const item = this.add(this.controller.createTestItem(id, image));
    this.images.set(item, image);
    return item;
  }

  of(uri: Uri): TestItem | undefined {
    return this.controller.items.get(uri.toString());
  }

  delete(uri: Uri): void {
    this.controller.items.delete(uri.toString());
  }

  get all(): readonly TestItem[] {
    return [...this.controller.items].map(([, item]) => item);
  }

  /** Undefined: it is the item of a Dockerfile or an image. */
  testOf(item: TestItem): TestDescription | undefined {
    return this.tests.get(item);
  }

  subjectOf(item: TestItem): TestedSubject {
    const image = this.images.get(item);
    return image === undefined ? { kind: 'dockerfile', path: item.uri?.fsPath ?? '' } : { kind: 'image', image };
  }

  /** Lists the tests below an item; those that are there already keep their results. `text`: of the Dockerfile. */
  fill(item: TestItem, engine: Engine, text: string, { roles }: TestedRoles): void {
    const tests = engine.listTests(roles).map((test, index) => {
      const id = `${item.id}#${test.id}`;
      const child = item.children.get(id) ?? this.controller.createTestItem(id, plainTitle(test.title), item.uri);
      child.description = test.requirements.join(', ');
      child.tags = test.requirements.map((requirement) => new TestTag(requirement));
      child.sortText = String(index).padStart(3, '0');
      const start = new Position(lineOfPlace(text, test.place), 0);
      child.range = new Range(start, start);
      this.tests.set(child, test);
      return child;
    });
    item.children.replace(tests);
  }

  private add(item: TestItem): TestItem {
    item.canResolveChildren = true;
    this.controller.items.add(item);
    return item;
  }
}
