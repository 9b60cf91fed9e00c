import type { ImageFile } from '../context/types';
import { readCompiledServers } from '../readers/compiled-servers';
import { readJavaSettings } from '../readers/java-settings';
import type { FoundServer } from './types';
import { baseName, type Walk } from './walk';

/** Servers of a program that the Dockerfile itself compiles, by its sources. A program of several servers has several. */
export function followCompiled(walk: Walk): void {
  for (const file of walk.inputs.compiled()) {
    const language = file.path.endsWith('.go') ? 'go' : file.path.endsWith('.rs') ? 'rust' : undefined;
    if (file.text === undefined || !language) continue;
    for (const server of readCompiledServers(language, file.text)) add({ server, file }, walk);
  }
}

/** What the settings packed into a Java program say; undefined when there are none, or several. */
export function javaSettings(walk: Walk): FoundServer | undefined {
  const found = walk.inputs.compiled().flatMap((file) => {
    if (file.text === undefined || !isSettings(file)) return [];
    const server = readJavaSettings(file.path, file.text);
    return server ? [{ server, file }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

function isSettings({ path }: ImageFile): boolean {
  return /^application\.(?:properties|ya?ml)$/.test(baseName(path));
}

function add(found: FoundServer, walk: Walk): void {
  const { start } = found.server.range;
  const known = walk.servers.some(
    ({ file, server }) =>
      file?.path === found.file?.path &&
      server.range.start.line === start.line &&
      server.range.start.character === start.character,
  );
  if (!known) walk.servers.push(found);
}
