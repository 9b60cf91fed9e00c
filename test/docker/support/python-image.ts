import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pack } from 'tar-stream';
import type { Pack } from 'tar-stream';
import type { DockerEngine } from '../../../engine/src/docker/engine';
import { busyboxProgram } from './tiny-image';

/** This machine's Python and Node with the libraries they load, and busybox for a shell. */
export const PYTHON_IMAGE = 'sm-test-python-node:1';

/** Where the program of the tests is found in the image; on its PATH. */
export const PYTHON = 'python3';

/** Makes the image once. */
export async function makePythonImage(engine: DockerEngine): Promise<void> {
  if ((await engine.images.inspect(PYTHON_IMAGE)) !== undefined) return;
  const archive = pack();
  const made = engine.images.import(archive, PYTHON_IMAGE, [
    `ENV PATH=${path.dirname(pythonProgram())}:${path.dirname(process.execPath)}:/bin`,
    'ENV PYTHONPATH=/own',
    'LABEL sm.test=1',
  ]);
  directory(archive, 'tmp', 0o1777);
  archive.entry({ name: 'bin/busybox', mode: 0o755 }, fs.readFileSync(busyboxProgram()));
  archive.entry({ name: 'bin/sh', type: 'symlink', linkname: '/bin/busybox' });
  archive.entry({ name: 'own/sitecustomize.py' }, 'import os\nos.environ["OWN_SITECUSTOMIZE"] = "ran"\n');
  for (const file of programFiles()) {
    archive.entry({ name: file.slice(1), mode: 0o755 }, fs.readFileSync(file));
  }
  archive.finalize();
  await made;
}

function directory(archive: Pack, name: string, mode: number): void {
  archive.entry({ name: `${name}/`, type: 'directory', mode });
}

function pythonProgram(): string {
  const ask = 'import os, sys; print(os.path.realpath(sys.executable))';
  return execFileSync('python3', ['-c', ask], { encoding: 'utf8' }).trim();
}

/** The programs, Python's own modules without its tests, and every library that one of them loads. */
function programFiles(): ReadonlySet<string> {
  const python = pythonProgram();
  const ask = 'import sysconfig; print(sysconfig.get_path("stdlib"))';
  const library = execFileSync(python, ['-c', ask], { encoding: 'utf8' }).trim();
  const modules = fs
    .readdirSync(library, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:py|so)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter(
      (file) => !/\/(?:test|tests|site-packages|dist-packages|idlelib|tkinter|lib2to3|config-[^/]*)\//.test(file),
    );
  // The installed program may be a link that Python finds its library by.
  const named = path.join(path.dirname(python), PYTHON);
  const programs = [python, named, process.execPath];
  const loading = [...programs, ...modules.filter((file) => file.endsWith('.so'))];
  const said = loading.flatMap((file) => librariesOf(file));
  return new Set([...programs, ...modules, ...said]);
}

function librariesOf(file: string): readonly string[] {
  const text = execFileSync('ldd', [file], { encoding: 'utf8' });
  return [...text.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, found = '']) => found);
}
