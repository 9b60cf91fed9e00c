import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { workspace } from 'vscode';
import type { ImagePlan } from '../../../engine/src/plan/types';
import { copiedFiles } from '../debug/copied-files';
import type { CopiedFile } from '../debug/path-mappings';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import type { BuildInputs, CopiedTo } from './what-to-do';

/** Larger files are built in. */
const LARGEST_BYTES = 4 * 1024 * 1024;
/** With more files than this, a build is not slower. */
const MOST_FILES = 2000;

/** What the image is built of now. Of an image that nothing builds: undefined. */
export async function buildInputsOf({ build, local, platform }: ImagePlan): Promise<BuildInputs | undefined> {
  if (build === undefined) return undefined;
  const { contextState } = await loadEngine();
  const { dockerfile, context: folder = dirname(dockerfile) } = build;
  return {
    ...(await contextState(folder, dockerfile)),
    image: local,
    folder,
    recipe: JSON.stringify([build, platform]),
  };
}

/** Where the image has the files of its context, by their path in it. Nothing of what can’t be known for sure. */
export async function copiedOf(
  { build }: ImagePlan,
  askServer: Parts['askServer'],
): Promise<ReadonlyMap<string, CopiedTo>> {
  // The server reads the Dockerfile as the editor has it, and the stage that is built by default.
  if (build === undefined || build.target !== undefined || isUnsaved(build.dockerfile)) return new Map();
  const { dockerfile, context = dirname(dockerfile) } = build;
  const byPath = new Map<string, readonly CopiedFile[]>();
  for (const file of await copiedFiles(dockerfile, askServer)) {
    const key = relative(context, file.local).split(sep).join('/');
    // Else the linter takes another folder for the context, and knows nothing of this build.
    if (key !== file.inContext) continue;
    byPath.set(key, [...(byPath.get(key) ?? []), file]);
  }
  const copied = new Map<string, CopiedTo>();
  for (const [path, files] of byPath) {
    const needsBuild = files.find((file) => file.needsBuild !== undefined)?.needsBuild;
    const sha256 =
      needsBuild !== undefined || copied.size > MOST_FILES ? undefined : await hashOf(files[0]?.local ?? '');
    copied.set(path, { images: files.map(({ image }) => image), needsBuild, sha256 });
  }
  return copied;
}

function isUnsaved(path: string): boolean {
  return workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.fsPath === path);
}

async function hashOf(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > LARGEST_BYTES) return undefined;
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch {
    return undefined;
  }
}
