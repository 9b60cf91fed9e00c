import { GPU_VARIABLES } from './gpu';
import { fileOf } from './render';
import type { NewFile } from './render';

/** A package with the version that the templates were tried with. */
interface Pin {
  readonly name: string;
  readonly version: string;
  /** Its name on conda-forge, when that is another. */
  readonly conda?: string;
  /** What people should know, above its line. */
  readonly note?: string;
}

const ASKS_FOR_DRIVER = `and in the Dockerfile: ENV ${GPU_VARIABLES}`;

const PINS: Readonly<Record<string, readonly Pin[]>> = {
  'scikit-learn': [{ name: 'scikit-learn', version: '1.5.2' }],
  pytorch: [
    {
      name: 'torch',
      version: '2.6.0',
      note: 'For GPUs too. Several GB less, without: torch==2.6.0+cpu from https://download.pytorch.org/whl/cpu',
    },
    { name: 'numpy', version: '2.1.3' },
  ],
  tensorflow: [{ name: 'tensorflow-cpu', version: '2.18.0', note: `For GPUs: tensorflow[and-cuda], ${ASKS_FOR_DRIVER}` }],
  xgboost: [
    { name: 'xgboost-cpu', version: '3.0.5', conda: 'xgboost', note: `For GPUs: xgboost, ${ASKS_FOR_DRIVER}` },
    { name: 'numpy', version: '2.1.3' },
  ],
  pandas: [{ name: 'pandas', version: '2.2.3' }],
  flask: [
    { name: 'flask', version: '3.1.0' },
    { name: 'gunicorn', version: '23.0.0' },
  ],
  fastapi: [
    { name: 'fastapi', version: '0.115.5' },
    { name: 'uvicorn', version: '0.32.1' },
  ],
  'sagemaker-training': [{ name: 'sagemaker-training', version: '4.8.3' }],
};

const PYTHON = '3.12';

/** The file that names the packages of these parts (frameworks, servers, toolkits); none when there is nothing to install. */
export function packageFiles(packages: string, parts: readonly string[], project: string): readonly NewFile[] {
  const pins = parts.flatMap((part) => PINS[part] ?? []);
  switch (packages) {
    case 'pip':
      return [fileOf('requirements.txt', lines(pins.flatMap((pin) => [...noteOf(pin, ''), pinned(pin)])))];
    case 'uv':
      return [fileOf('pyproject.toml', pyproject(pins, project))];
    case 'conda':
      return [fileOf('environment.yml', environment(pins, project))];
    default:
      return [];
  }
}

function pyproject(pins: readonly Pin[], project: string): string {
  return lines([
    '[project]',
    // Never that of a package: uv takes a dependency of the project's own name for the project, and leaves it out.
    `name = "${project}-container"`,
    'version = "0.1.0"',
    'requires-python = ">=3.10"',
    'dependencies = [',
    ...pins.flatMap((pin) => [...noteOf(pin, '    '), `    "${pinned(pin)}",`]),
    ']',
  ]);
}

function environment(pins: readonly Pin[], project: string): string {
  return lines([
    `name: ${project}`,
    'channels:',
    '  - conda-forge',
    'dependencies:',
    `  - python=${PYTHON}`,
    ...pins.map((pin) => `  - ${pin.conda ?? pin.name}=${pin.version}`),
  ]);
}

function pinned({ name, version }: Pin): string {
  return `${name}==${version}`;
}

function noteOf({ note }: Pin, indent: string): readonly string[] {
  return note === undefined ? [] : [`${indent}# ${note}`];
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
