import { NVIDIA_ENVIRONMENT } from '../gpu';
import { ADDED_LATER, DEFAULT_PATH, atLeast, base, cudaOf, family, hub, plainFamily, tagHas, versionOf } from './base';
import type { Base, Family } from './base';

const CONDA_PATH = ['/opt/conda/bin', ...DEFAULT_PATH];
const CUDA_PATH = ['/usr/local/nvidia/bin', '/usr/local/cuda/bin', ...DEFAULT_PATH];
const CUDA_ENV = { ...NVIDIA_ENVIRONMENT, LD_LIBRARY_PATH: '/usr/local/nvidia/lib:/usr/local/nvidia/lib64' };
const NVIDIA_ENTRYPOINT = '/opt/nvidia/nvidia_entrypoint.sh';
const PYTHON = ['python', 'python3', 'pip', 'pip3'];
const WITHOUT_CONDA = ADDED_LATER.filter((program) => program !== 'conda' && program !== 'tini');

const CUDA = base({
  id: 'nvidia/cuda',
  summary: 'CUDA. Where there is an ENTRYPOINT, it prints a banner and runs the program it is given.',
  kind: 'cuda',
  path: CUDA_PATH,
  env: CUDA_ENV,
  has: ['sh', 'bash', 'env'],
  lacks: ADDED_LATER,
});

/** What CUDA's own tags say: `12.4.1-cudnn-devel-ubuntu22.04`. */
function cudaRow(tag: string): Base | undefined {
  const version = versionOf(tag);
  const [major, minor] = version;
  const os = cudaSystem(tag);
  const devel = tagHas(tag, 'devel');
  const banner = atLeast(version, [11, 7]) && !tagHas(tag, 'base');
  return {
    ...CUDA,
    entrypoint: banner ? [NVIDIA_ENTRYPOINT] : undefined,
    os,
    has: devel ? [...CUDA.has, 'nvcc', 'gcc', 'g++', 'make'] : CUDA.has,
    lacks: os === 'ubuntu' && !devel ? [...CUDA.lacks, ...PYTHON, 'gcc', 'g++', 'git'] : CUDA.lacks,
    cuda: major === undefined || minor === undefined ? undefined : `${major}.${minor}`,
  };
}

function cudaSystem(tag: string): Base['os'] {
  if (tag.includes('ubuntu')) return 'ubuntu';
  if (tag.includes('amzn')) return 'amazon';
  if (/centos|ubi|rockylinux|oraclelinux/.test(tag)) return 'rhel';
  return 'unknown';
}

const CONDA_PROGRAMS = ['conda', ...PYTHON, 'sh', 'bash', 'env'];

const MINICONDA = base({
  id: 'continuumio/miniconda3',
  summary: 'Miniconda on Debian, no compilers.',
  kind: 'conda',
  cmd: ['/bin/bash'],
  path: CONDA_PATH,
  os: 'debian',
  has: CONDA_PROGRAMS,
  lacks: ['gcc', 'g++', 'mamba', ...WITHOUT_CONDA, 'tini'],
  packages: ['pip', 'setuptools', 'wheel'],
});

const ANACONDA = base({
  ...MINICONDA,
  id: 'continuumio/anaconda3',
  summary: 'Anaconda on Debian.',
  has: [...CONDA_PROGRAMS, 'jupyter'],
  lacks: ['train', 'serve'],
  packages: ['pip', 'numpy', 'pandas', 'scikit-learn'],
});

/** Up to about 4.7 (Anaconda 2019) the ENTRYPOINT was tini, which breaks on the appended word unless it is a program. */
const TINI: Base['entrypoint'] = ['/usr/bin/tini', '--'];

const OLD_MINICONDA = base({
  ...MINICONDA,
  id: 'continuumio/miniconda3-old',
  summary: 'An old Miniconda, whose ENTRYPOINT is `tini --`.',
  entrypoint: TINI,
  has: [...CONDA_PROGRAMS, 'tini'],
  lacks: ['train', 'serve'],
});

const OLD_ANACONDA = base({
  ...ANACONDA,
  id: 'continuumio/anaconda3-old',
  summary: 'An old Anaconda, whose ENTRYPOINT is `tini --`.',
  entrypoint: TINI,
  has: [...ANACONDA.has, 'tini'],
});

function minicondaRow(tag: string): Base | undefined {
  if (tagHas(tag, 'alpine')) return undefined;
  const version = versionOf(tag);
  if (version[0] === 3 || (version[0] === 4 && !atLeast(version, [4, 7]))) return OLD_MINICONDA;
  return version[0] === 4 && !atLeast(version, [4, 10])
    ? { ...MINICONDA, entrypoint: 'unknown', lacks: ['train', 'serve'] }
    : MINICONDA;
}

function anacondaRow(tag: string): Base | undefined {
  if (tagHas(tag, 'alpine')) return undefined;
  const version = versionOf(tag);
  if (version.length === 0 || atLeast(version, [2020])) return ANACONDA;
  if (!atLeast(version, [2018])) return OLD_ANACONDA;
  return { ...ANACONDA, entrypoint: 'unknown' };
}

const MINIFORGE = base({
  id: 'condaforge/miniforge3',
  summary: 'Miniforge on Ubuntu. Its ENTRYPOINT is `tini --`, which runs the program it is given.',
  kind: 'conda',
  entrypoint: ['tini', '--'],
  cmd: ['/bin/bash'],
  path: CONDA_PATH,
  env: { CONDA_DIR: '/opt/conda' },
  os: 'ubuntu',
  has: [...CONDA_PROGRAMS, 'mamba', 'tini', 'git', 'wget'],
  lacks: ['gcc', 'g++', ...WITHOUT_CONDA],
  packages: ['pip'],
});

const MICROMAMBA = base({
  id: 'mambaorg/micromamba',
  summary:
    'Micromamba, no Python yet. Its ENTRYPOINT activates the environment and runs the program it is given; its user is not root.',
  kind: 'conda',
  entrypoint: ['/usr/local/bin/_entrypoint.sh'],
  cmd: ['/bin/bash'],
  path: CONDA_PATH,
  env: { MAMBA_USER: 'mambauser', MAMBA_ROOT_PREFIX: '/opt/conda', MAMBA_EXE: '/bin/micromamba' },
  user: 'mambauser',
  workdir: '/tmp',
  has: ['micromamba', 'sh', 'bash', 'env'],
  lacks: WITHOUT_CONDA,
});

const JUPYTER_COMMON = {
  kind: 'jupyter',
  path: CONDA_PATH,
  env: { CONDA_DIR: '/opt/conda', NB_USER: 'jovyan', NB_UID: '1000', NB_GID: '100', HOME: '/home/jovyan' },
  user: '1000',
  workdir: '/home/jovyan',
  os: 'ubuntu',
  has: [...CONDA_PROGRAMS, 'mamba', 'tini', 'jupyter'],
  lacks: ['train', 'serve'],
  packages: ['pip', 'jupyterlab', 'notebook'],
} as const;

const JUPYTER = base({
  ...JUPYTER_COMMON,
  id: 'jupyter',
  summary: 'A Jupyter Docker stack: ENTRYPOINT `tini -g --`, user 1000 (not root).',
  entrypoint: ['tini', '-g', '--'],
  cmd: ['start-notebook.sh'],
});

/** Since the end of 2023 the ENTRYPOINT of the stacks goes through `start.sh`, which runs the program it is given. */
const JUPYTER_QUAY = base({
  ...JUPYTER_COMMON,
  id: 'quay.io/jupyter',
  summary: 'A Jupyter Docker stack: ENTRYPOINT `tini -g -- start.sh`, user 1000 (not root).',
  entrypoint: ['tini', '-g', '--', 'start.sh'],
});

const STACKS = [
  'base-notebook',
  'minimal-notebook',
  'scipy-notebook',
  'datascience-notebook',
  'tensorflow-notebook',
  'pytorch-notebook',
  'julia-notebook',
  'r-notebook',
  'pyspark-notebook',
  'all-spark-notebook',
];

const TENSORFLOW = base({
  id: 'tensorflow/tensorflow',
  summary: 'TensorFlow on Ubuntu.',
  kind: 'language',
  os: 'ubuntu',
  has: [...PYTHON, 'sh', 'bash', 'env'],
  lacks: ['train', 'serve', 'java', 'nginx', 'gunicorn', 'uvicorn'],
  packages: ['pip', 'tensorflow'],
});

function tensorflowRow(tag: string): Base | undefined {
  const version = versionOf(tag);
  if (version.length > 0 && !atLeast(version, [2])) return undefined;
  if (tagHas(tag, 'gpu'))
    return { ...TENSORFLOW, entrypoint: 'unknown', path: CUDA_PATH, env: { ...CUDA_ENV, PATH: CUDA_PATH.join(':') } };
  return tagHas(tag, 'jupyter') ? { ...TENSORFLOW, workdir: '/tf' } : TENSORFLOW;
}

const PYTORCH_PATH = ['/opt/conda/bin', ...CUDA_PATH];
const PYTORCH = base({
  id: 'pytorch/pytorch',
  summary: 'PyTorch with CUDA, on Ubuntu.',
  kind: 'conda',
  path: PYTORCH_PATH,
  env: CUDA_ENV,
  workdir: '/workspace',
  os: 'ubuntu',
  has: [...PYTHON, 'sh', 'bash', 'env'],
  lacks: ['train', 'serve', 'java', 'nginx', 'gunicorn', 'uvicorn'],
  packages: ['pip', 'torch'],
});

const NVCR = base({
  id: 'nvcr.io/nvidia',
  summary: 'A framework image of NVIDIA NGC. Its ENTRYPOINT prints a banner and runs the program it is given.',
  kind: 'server',
  entrypoint: [NVIDIA_ENTRYPOINT],
  path: CUDA_PATH,
  env: CUDA_ENV,
  workdir: '/workspace',
  os: 'ubuntu',
  has: [...PYTHON, 'sh', 'bash', 'env'],
  lacks: ['train', 'serve'],
  packages: ['pip'],
});

/** NVIDIA builds Triton with SageMaker's endpoint and its `serve` script. */
const TRITON = base({
  id: 'nvcr.io/nvidia/tritonserver',
  summary: 'Triton Inference Server of NVIDIA NGC, built with SageMaker’s routes and a `serve` script.',
  kind: 'server',
  entrypoint: [NVIDIA_ENTRYPOINT],
  serve: 'answers',
  path: ['/opt/tritonserver/bin', ...CUDA_PATH],
  env: CUDA_ENV,
  workdir: '/opt/tritonserver',
  os: 'ubuntu',
  has: ['tritonserver', 'sh', 'bash', 'env'],
  lacks: ['train'],
  roles: ['inference'],
});

/** Where NGC's ENTRYPOINT lay elsewhere. */
const OLDEST_NGC = [21];

function nvcr(row: Base): Family['choose'] {
  return (tag) => {
    const version = versionOf(tag);
    return atLeast(version, OLDEST_NGC) || version.length === 0 ? row : { ...row, entrypoint: 'unknown' };
  };
}

const TRANSFORMERS = base({
  id: 'huggingface/transformers',
  summary: 'Hugging Face Transformers.',
  kind: 'server',
  entrypoint: 'unknown',
  path: CUDA_PATH,
  has: ['python3', 'sh', 'bash', 'env'],
  lacks: ['train', 'serve'],
  packages: ['transformers'],
});

/** Images for science: CUDA, conda, Jupyter, frameworks. */
export const SCIENCE: readonly Family[] = [
  family([...hub('nvidia/cuda'), 'nvcr.io/nvidia/cuda'], [CUDA], cudaRow),
  family(hub('continuumio/miniconda3'), [MINICONDA, OLD_MINICONDA], minicondaRow),
  family(hub('continuumio/anaconda3'), [ANACONDA, OLD_ANACONDA], anacondaRow),
  plainFamily(
    [
      ...hub('condaforge/miniforge3', 'condaforge/mambaforge'),
      'quay.io/condaforge/miniforge3',
      'quay.io/condaforge/mambaforge',
    ],
    MINIFORGE,
  ),
  family([...hub('mambaorg/micromamba'), 'ghcr.io/mamba-org/micromamba'], [MICROMAMBA], (tag) =>
    versionOf(tag)[0] === 0 || /cuda|alpine/.test(tag) ? undefined : MICROMAMBA,
  ),
  plainFamily(hub(...STACKS.map((name) => `jupyter/${name}`)), JUPYTER),
  plainFamily(
    STACKS.map((name) => `quay.io/jupyter/${name}`),
    JUPYTER_QUAY,
  ),
  family(hub('tensorflow/tensorflow'), [TENSORFLOW], tensorflowRow),
  family(hub('pytorch/pytorch'), [PYTORCH], (tag) => {
    const entrypoint = tagHas(tag, 'devel') ? 'unknown' : undefined;
    return { ...PYTORCH, entrypoint, cuda: cudaOf(tag) };
  }),
  family(['nvcr.io/nvidia/pytorch', 'nvcr.io/nvidia/tensorflow'], [NVCR], nvcr(NVCR)),
  family(['nvcr.io/nvidia/tritonserver'], [TRITON], nvcr(TRITON)),
  {
    rows: [TRANSFORMERS],
    matches: ({ registry, repository }) =>
      registry === 'docker.io' && repository.startsWith('huggingface/transformers-'),
    choose: () => TRANSFORMERS,
  },
];
