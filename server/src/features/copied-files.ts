import type { View } from './view';

/** A file of the build context, and where the image has it. */
export interface CopiedFile {
  /** Absolute path on this machine. */
  readonly local: string;
  /** Absolute path in the image. */
  readonly image: string;
}

/** The files of this machine that are in the image of the target stage, also by way of an earlier stage. */
export function computeCopiedFiles(view: View): CopiedFile[] {
  const files = view.result.subject?.files.files ?? [];
  return files.flatMap(({ type, source, path }) =>
    type === 'file' && source !== undefined ? [{ local: source, image: path }] : [],
  );
}
