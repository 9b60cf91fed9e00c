import type { EngineMount } from './containers';

/** Directories that have to be made: not those below a mount that is read-only, nor those that the pipes' folder has. */
export function toMake(
  directories: readonly string[],
  mounts: readonly EngineMount[],
  pipes: readonly EngineMount[],
): readonly string[] {
  const readOnly = new Set(mounts.filter((mount) => mount.ReadOnly === true).map((mount) => mount.Target));
  const inPipes = (path: string): boolean =>
    pipes.some(({ Target }) => path === Target || path.startsWith(`${Target}/`)) &&
    !mounts.some(({ Target }) => path === Target || path.startsWith(`${Target}/`));
  return directories.filter((directory) => !readOnly.has(directory) && !inPipes(directory));
}
