import { relativeTo } from '../context/paths';
import type { View } from './view';
import { whyBuild } from './why-build';

/** A file of the build context, and where the image has it. */
export interface CopiedFile {
  /** Absolute path on this machine. */
  readonly local: string;
  /** Absolute path in the image. */
  readonly image: string;
  /** Its path in the build context, which is taken to be this. */
  readonly inContext: string;
  /** Why a change of it needs a build, as the end of a sentence that begins with its name; left out: it can be copied over. */
  readonly needsBuild?: string;
}

/** The files of this machine that are in the image of the target stage, also by way of an earlier stage. */
export function computeCopiedFiles(view: View): CopiedFile[] {
  const { subject } = view.result;
  if (subject === undefined) return [];
  const why = whyBuild(subject);
  return subject.files.files.flatMap((file): CopiedFile[] => {
    if (file.type !== 'file' || file.source === undefined) return [];
    const needsBuild = why(file);
    const inContext = relativeTo(subject.context.root ?? '/', file.source);
    const copied = { local: file.source, image: file.path, inContext };
    return [needsBuild === undefined ? copied : { ...copied, needsBuild }];
  });
}
