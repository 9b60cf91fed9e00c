import type { ImageFile, ImageFiles } from './context/types';
import type { ImageConfig } from './dockerfile/types';
import { localImports } from './readers/python';
import type { PythonFacts } from './readers/types';
import type { Start } from './start/types';
import { joinPath } from './start/walk';

const MAX_FILES = 40;

export interface PythonFile {
  readonly file: ImageFile;
  readonly facts: PythonFacts;
}

/** The Python programs of a start and the modules of the image they import. */
export function pythonFilesOf(
  start: { readonly chain: readonly Pick<Start['chain'][number], 'file'>[] },
  files: ImageFiles,
  config: ImageConfig,
  read: (file: ImageFile) => PythonFacts | undefined,
): readonly PythonFile[] {
  const found = new Map<string, PythonFile>();
  const queue = start.chain.flatMap((link) => (link.file ? [link.file] : []));
  const workdir = config.workdir.value.known ? config.workdir.value.value : '/';
  for (let file = queue.shift(); file && found.size < MAX_FILES; file = queue.shift()) {
    if (found.has(file.path)) continue;
    const facts = read(file);
    if (!facts) continue;
    found.set(file.path, { file, facts });
    const folder = file.path.slice(0, file.path.lastIndexOf('/')) || '/';
    for (const module of localImports(facts)) {
      const relative = module.replaceAll('.', '/');
      for (const root of new Set([folder, workdir])) {
        for (const candidate of [`${relative}.py`, `${relative}/__init__.py`]) {
          const hit = files.lookup(joinPath(root, candidate));
          if (hit.state === 'present') queue.push(hit.file);
        }
      }
    }
  }
  return [...found.values()];
}
