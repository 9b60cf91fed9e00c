import type { ProjectFiles } from '../../../../engine/src/imports/files';

/** A small tree of files by path; a path that ends with `/` is an empty folder. */
export function memoryFiles(texts: Readonly<Record<string, string>>): ProjectFiles {
  const paths = Object.keys(texts);
  const within = (folder: string): readonly string[] =>
    paths
      .filter((path) => folder === '' || path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder === '' ? 0 : folder.length + 1));
  return {
    text: (path) => texts[path],
    list: (folder) =>
      [...new Set(within(folder).map((path) => path.split('/')[0] ?? ''))].filter((name) => name !== '').sort(),
    isFolder: (path) => texts[path] === undefined && paths.some((one) => one.startsWith(`${path}/`)),
  };
}
