import { SERVE_WORD, TRAIN_WORD } from '../../contract/launch';
import { toolkit } from '../../contract/toolkits';
import type { InstalledPackage } from './shell/types';

/** Programs that a package surely puts on PATH, as far as the contract cares. */
export function programsOfPackage(it: InstalledPackage): readonly string[] {
  if (it.manager === 'pip' || it.manager === 'conda') {
    const found = toolkit(it.name);
    const words = [...(found?.providesTrain ? [TRAIN_WORD] : []), ...(found?.providesServe ? [SERVE_WORD] : [])];
    return [...words, ...(PYTHON_PROGRAMS[it.name] ?? []), ...(it.manager === 'conda' ? systemPrograms(it.name) : [])];
  }
  if (it.manager === 'npm') return it.name === SERVE_WORD ? [SERVE_WORD] : [];
  return systemPrograms(it.name);
}

const PYTHON_PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  gunicorn: ['gunicorn'],
  uvicorn: ['uvicorn'],
  hypercorn: ['hypercorn'],
  waitress: ['waitress-serve'],
  flask: ['flask'],
  'multi-model-server': ['multi-model-server'],
  torchserve: ['torchserve'],
  mlflow: ['mlflow'],
  bentoml: ['bentoml'],
  jupyterlab: ['jupyter-lab', 'jupyter'],
  torch: ['torchrun'],
  accelerate: ['accelerate'],
  poetry: ['poetry'],
  uv: ['uv'],
};

function systemPrograms(name: string): readonly string[] {
  for (const [pattern, programs] of SYSTEM_PROGRAMS) if (pattern.test(name)) return programs;
  return [];
}

const SYSTEM_PROGRAMS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^python-is-python3$/, ['python', 'python3']],
  [/^python3?$/, ['python3']],
  [/^python-unversioned-command$/, ['python']],
  [/^python3\.\d+(?:-minimal)?$/, ['python3']],
  [/^python3-pip$|^py3-pip$/, ['pip3', 'python3']],
  [/^bash$/, ['bash']],
  [/^nginx(?:-.*)?$/, ['nginx']],
  [/^(?:openjdk|default-jre|default-jdk|java|amazon-corretto|temurin)/, ['java']],
  [/^(?:gcc|build-essential|build-base|gcc-c\+\+|g\+\+|development-tools|@development.*)$/, ['gcc']],
  [/^(?:r-base.*|R|R-core|r-cran-.*|r-essentials)$/, ['R', 'Rscript']],
  [/^(?:tini|dumb-init)$/, ['tini']],
  [/^perl$/, ['perl']],
  [/^nodejs$/, ['node']],
];
