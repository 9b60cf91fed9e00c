import { readCompiledServers } from '../readers/compiled-servers';
import { readJavaSettings } from '../readers/java-settings';
import type { FoundServer } from './types';
import { baseName, type Step, type Walk } from './walk';

/** Servers of a program that the Dockerfile itself compiles, by its sources. A program of several servers has several. */
export function followCompiled(walk: Walk): void {
  for (const file of walk.inputs.compiled()) {
    const language = file.path.endsWith('.go') ? 'go' : file.path.endsWith('.rs') ? 'rust' : undefined;
    if (file.text === undefined || !language) continue;
    for (const server of readCompiledServers(language, file.text)) add({ server, file }, walk);
  }
}

/**
 * What the settings packed into a Java program say; undefined when there are none, or when a profile, a variable or the
 * command line may say something else.
 */
export function javaSettings({ argv }: Step, walk: Walk): FoundServer | undefined {
  if (argv.some((it) => it === undefined || /^(?:-D|--)(?:spring|server|quarkus|micronaut)\./.test(it)))
    return undefined;
  const { env } = walk.inputs.config;
  if ([...env.keys()].some((it) => /^(?:SPRING|SERVER|QUARKUS|MICRONAUT)_|^(?:JAVA_TOOL|JDK_JAVA)_OPTIONS$/.test(it)))
    return undefined;
  const settings = walk.inputs
    .compiled()
    .filter((it) => /^application[\w-]*\.(?:properties|ya?ml)$/.test(baseName(it.path)));
  const [only] = settings;
  if (settings.length !== 1 || only?.text === undefined) return undefined;
  const server = readJavaSettings(only.path, only.text);
  return server && { server, file: only };
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
