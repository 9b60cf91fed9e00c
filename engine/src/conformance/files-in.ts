import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import type { DockerEngine } from '../docker/engine';

/** Names of the files below a folder of a container, running or not. */
export async function filesIn(
  engine: DockerEngine,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const archive = await engine.containers.getArchive(id, path, signal);
  if (archive === undefined) return [];
  const names: string[] = [];
  for await (const entry of archive.pipe(extract())) {
    if (entry.header.type !== 'directory') names.push(entry.header.name.replace(/^[^/]*\//, ''));
    entry.resume();
  }
  return names;
}

/** Undefined: there is no such file. */
export async function textOf(
  engine: DockerEngine,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const archive = await engine.containers.getArchive(id, path, signal);
  if (archive === undefined) return undefined;
  let text = '';
  for await (const entry of archive.pipe(extract())) text += (await buffer(entry)).toString();
  return text;
}
