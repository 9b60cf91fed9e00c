/** The folder that is looked at: paths are relative to it, with slashes, or absolute. */
export interface ProjectFiles {
  /** Undefined: there is no such file. */
  text(path: string): string | undefined;
  /** Names in a folder, `''` for the folder itself; none when there is no such folder. */
  list(folder: string): readonly string[];
  isFolder(path: string): boolean;
}

/** Whether a path is not relative to a folder: absolute, or from `~` or a variable. */
export function standsAlone(path: string): boolean {
  return /^(?:[/~$]|[A-Za-z]:)/.test(path);
}

/** `a/b`, without the dots that people write. */
export function joined(...parts: readonly string[]): string {
  const names: string[] = [];
  for (const name of parts.join('/').split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..' && names.length > 0 && names.at(-1) !== '..') names.pop();
    else names.push(name);
  }
  return `${parts[0]?.startsWith('/') === true ? '/' : ''}${names.join('/')}`;
}

/** The folder of a path; `''` for one at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A path as an overlay has it, from the folder of the overlay: `./data`, `../shared`; absolute ones as they are. */
export function fromFolder(folder: string, path: string): string {
  if (standsAlone(path)) return path;
  const there = folder === '' ? [] : folder.split('/');
  const target = path === '' ? [] : path.split('/');
  let same = 0;
  while (same < there.length && same < target.length && there[same] === target[same]) same += 1;
  const up = there.slice(same).map(() => '..');
  const way = [...up, ...target.slice(same)].join('/');
  return up.length > 0 ? way : way === '' ? '.' : `./${way}`;
}
