import { Position, Range, TestTag } from 'vscode';
import type { TestController, TestItem, Uri } from 'vscode';
import type { TestDescription } from '../../../engine/src/conformance/types';
import type { Engine } from '../engine/load-engine';
import { plainTitle } from './failure-text';
import { lineOfPlace } from './place-line';
import type { TestedRoles } from './tested-roles';

/** The items of the Test Explorer: a Dockerfile, and below it the tests of its roles. */
export class ContractItems {
  private readonly tests = new WeakMap<TestItem, TestDescription>();

  constructor(private readonly controller: TestController) {}

  /** The item of a Dockerfile, made when it isn't there yet. */
  put(uri: Uri, label: string): TestItem {
    const known = this.of(uri);
    if (known !== undefined) return known;
    const item = this.controller.createTestItem(uri.toString(), label, uri);
    item.canResolveChildren = true;
    this.controller.items.add(item);
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

  /** Undefined: it is the item of a Dockerfile. */
  testOf(item: TestItem): TestDescription | undefined {
    return this.tests.get(item);
  }

  /** Lists the tests below the item of a Dockerfile; those that are there already keep their results. */
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
}
