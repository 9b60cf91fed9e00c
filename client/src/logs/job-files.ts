import { existsSync } from 'node:fs';
import { Uri } from 'vscode';
import type { Ref } from '../connections/connection';
import { copiedFiles } from '../debug/copied-files';
import type { Parts } from '../parts';
import { localFileOf } from './local-file';

/** Dockerfiles of the images of a job; none when it is not known of which they are built. */
export function dockerfilesOf({ connection, kind, name }: Ref): readonly string[] {
  return connection.dockerfilesOf?.(kind, name) ?? [];
}

/**
 * The file that a file of the job's container came from: as the COPY lines of its Dockerfile have it, else the file of the
 * workspace whose path is most like it. Undefined: there is neither.
 */
export async function jobFileOf(path: string, ref: Ref, askServer: Parts['askServer']): Promise<Uri | undefined> {
  const dockerfiles = dockerfilesOf(ref);
  const files = await Promise.all(dockerfiles.map((dockerfile) => copiedFiles(dockerfile, askServer)));
  const found = files.flat().find(({ image, local }) => image === path && existsSync(local));
  if (found !== undefined) return Uri.file(found.local);
  const [dockerfile] = dockerfiles;
  return localFileOf(path, dockerfile === undefined ? undefined : Uri.file(dockerfile));
}
