import { isAbsolute, join } from 'node:path';

/** The path that a launch configuration names, with the variables that such a path has; `folder`: of the workspace. */
export function launchFile(path: string, folder: string | undefined, active: string | undefined): string | undefined {
  const text = path
    .replaceAll(/\$\{workspace(?:Folder|Root)\}/g, folder ?? '')
    .replaceAll('${file}', active ?? '')
    .trim();
  if (text === '' || text.includes('${')) return undefined;
  if (isAbsolute(text)) return text;
  return folder === undefined ? undefined : join(folder, text);
}
