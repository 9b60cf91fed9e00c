import type { BuildEvent } from '../../../engine/src/docker/build/events';
import type { ReplacedFile } from '../../../engine/src/local/replace-files';
import type { ImagePlan } from '../../../engine/src/plan/types';
import type { LocalConnection } from '../connections/local-connection';
import type { Parts } from '../parts';
import { buildInputsOf, copiedOf } from './build-inputs-of';
import { whatToDo } from './what-to-do';
import type { BuildInputs, BuiltImage, CopiedTo, Why } from './what-to-do';

export interface FreshParts {
  readonly local: LocalConnection;
  readonly askServer: Parts['askServer'];
  readonly onBuildEvent: (event: BuildEvent) => void;
}

/** What was looked at before a build that somebody else does, or this. */
interface Before {
  readonly inputs: BuildInputs;
  readonly copied: Promise<ReadonlyMap<string, CopiedTo>>;
}

/** The images of an endpoint, what they were built of, and how they get what has changed since. */
export class FreshImages {
  private readonly before = new Map<string, Before>();
  private readonly built = new Map<string, BuiltImage>();

  constructor(private readonly parts: FreshParts) {}

  /** To be called before they are built. */
  async look(images: readonly ImagePlan[]): Promise<void> {
    for (const image of images) {
      this.built.delete(image.local);
      this.before.delete(image.local);
      // What can't be looked at is built, and the build says why it can't.
      const inputs = await buildInputsOf(image).catch(() => undefined);
      if (inputs === undefined) continue;
      const copied = copiedOf(image, this.parts.askServer).catch(() => new Map<string, CopiedTo>());
      this.before.set(image.local, { inputs, copied });
    }
  }

  /** To be called once they have been built. */
  async keep(images: readonly ImagePlan[]): Promise<void> {
    const engine = await this.parts.local.engine();
    for (const { local } of images) {
      const before = this.before.get(local);
      const found = await engine.images.inspect(local);
      if (before === undefined || found === undefined) continue;
      this.built.set(local, { ...before.inputs, imageId: found.Id, copied: await before.copied });
    }
  }

  /** Files that bring all images up to date in place of theirs; else why a build is needed. */
  async changes(images: readonly ImagePlan[]): Promise<{ readonly files: readonly ReplacedFile[] } | Why> {
    const files: ReplacedFile[] = [];
    for (const image of images) {
      const now = await buildInputsOf(image).catch(() => undefined);
      if (now === undefined) return { kind: 'unknown' };
      const todo = whatToDo(this.built.get(image.local), now);
      if (todo.kind === 'build') return todo.why;
      files.push(...todo.files);
    }
    return { files };
  }

  async build(images: readonly ImagePlan[], signal: AbortSignal): Promise<void> {
    await this.look(images);
    for (const image of images) await this.parts.local.build(image, signal, this.parts.onBuildEvent);
    await this.keep(images);
  }
}
