import type { ImageFile } from '../context/types';
import { joinPath, workingDirectory, type Walk } from './walk';

/** A module name as a file below WORKDIR (`a.b` → `a/b.py` or `a/b/__init__.py`). */
export function findModule(module: string, walk: Walk): ImageFile | undefined {
  if (!/^[\w.]+$/.test(module)) return undefined;
  const relative = module.replaceAll('.', '/');
  const roots = [workingDirectory(walk), ...pythonPath(walk), ...walk.chain.map((link) => directoryOf(link.file))];
  for (const root of roots) {
    if (root === undefined) continue;
    for (const candidate of [`${relative}.py`, `${relative}/__init__.py`, `${relative}/__main__.py`]) {
      const found = walk.inputs.files.lookup(joinPath(root, candidate));
      if (found.state === 'present') return found.file;
    }
  }
  return undefined;
}

function pythonPath(walk: Walk): readonly string[] {
  const setting = walk.inputs.config.env.get('PYTHONPATH');
  return setting?.value.known ? setting.value.value.split(':').filter((it) => it.startsWith('/')) : [];
}

function directoryOf(file: ImageFile | undefined): string | undefined {
  return file ? file.path.slice(0, file.path.lastIndexOf('/')) || '/' : undefined;
}
