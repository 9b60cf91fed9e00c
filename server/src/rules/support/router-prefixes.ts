import type { ImageFile } from '../../context/types';
import type { PythonFacts } from '../../readers/types';

type Files = readonly { readonly file: ImageFile; readonly facts: PythonFacts }[];

/** The file in which a router that is included from another module is made; undefined when it isn't among the files. */
function fileOfRouter(full: string, files: Files): ImageFile | undefined {
  const parts = full.replace(/^\.+/, '').split('.');
  const name = parts.pop() ?? '';
  const module = `/${parts.join('/')}`;
  const made = new RegExp(`^${name}\\s*(?::[^=\\n]{1,80})?=\\s*[\\w.]{0,80}(?:Router|Blueprint)\\(`, 'm');
  return files.find(
    ({ file }) =>
      (file.path.endsWith(`${module}.py`) || file.path.endsWith(`${module}/__init__.py`)) &&
      /^\w+$/.test(name) &&
      made.test(file.text ?? ''),
  )?.file;
}

/** What stands before the routes of each file whose router another one includes; `unknown`: it can't be told for all of them. */
export function prefixesOf(files: Files): ReadonlyMap<string, string> | 'unknown' {
  const prefixes = new Map<string, string>();
  for (const { name, prefix } of files.flatMap(({ facts }) => facts.includedRouters)) {
    const file = fileOfRouter(name, files);
    if (!file) return 'unknown';
    const before = prefixes.get(file.path);
    // A file with several routers, or included twice: which route gets which prefix is not known.
    const several = (file.text?.match(/(?:Router|Blueprint)\(/g) ?? []).length > 1 || (before ?? prefix) !== prefix;
    const replaces = prefix !== '' && /\burl_prefix\b/.test(file.text ?? '');
    if (several && (prefix !== '' || (before ?? '') !== '')) return 'unknown';
    if (replaces) return 'unknown';
    prefixes.set(file.path, prefix);
  }
  return prefixes;
}
