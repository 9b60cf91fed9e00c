import { NVIDIA_ENVIRONMENT } from '../gpu';
import { ACCEPT_BIND_TO_PORT_LABEL, CAPABILITY_VALUE, MULTI_MODELS_LABEL } from '../labels';
import { STUDIO_HOME } from '../opt-ml';
import type { Role } from '../roles';
import { TRAINING_MODULE_VARIABLE } from '../variables';
import { DEFAULT_PATH, base } from './base';
import type { Base } from './base';

const CONDA_PATH = ['/opt/conda/bin', ...DEFAULT_PATH];
const PYTHON = ['python', 'python3', 'pip', 'sh', 'bash', 'env'];
const BIND = { [ACCEPT_BIND_TO_PORT_LABEL]: CAPABILITY_VALUE };
const BIND_AND_MULTI_MODEL = { ...BIND, [MULTI_MODELS_LABEL]: CAPABILITY_VALUE };
const INFERENCE: readonly Role[] = ['inference'];
const DLC = { kind: 'sagemaker', path: CONDA_PATH, has: PYTHON } as const;

export const TRAINING = base({
  ...DLC,
  id: 'dlc/training',
  summary: 'An AWS Deep Learning Container for training: its own ENTRYPOINT answers to `train`.',
  entrypoint: 'unknown',
  train: 'answers',
  has: [...PYTHON, 'train', 'gcc'],
  roles: ['training'],
});

/** The training containers whose ENTRYPOINT and toolkit contract.md 5.2 names. */
const HOSTNAME_ENTRYPOINT = ['bash', '-m', 'start_with_right_hostname.sh'];

function framework(name: string, packages: readonly string[]): Base {
  return base({
    ...TRAINING,
    id: `dlc/${name}-training`,
    summary: `AWS’s Deep Learning Container for training with ${name}: its own ENTRYPOINT answers to \`train\`.`,
    entrypoint: HOSTNAME_ENTRYPOINT,
    cmd: ['/bin/bash'],
    env: { [TRAINING_MODULE_VARIABLE]: `sagemaker_${name}_container.training:main`, PYTHONUNBUFFERED: '1' },
    packages: ['sagemaker-training', ...packages],
  });
}

export const PYTORCH_TRAINING = framework('pytorch', ['torch', 'sagemaker-pytorch-training']);
export const TENSORFLOW_TRAINING = framework('tensorflow', ['tensorflow', 'sagemaker-tensorflow-training']);

export const PYTORCH = base({
  ...PYTORCH_TRAINING,
  id: 'dlc/pytorch',
  path: ['/opt/venv/bin', '/opt/amazon/openmpi/bin', '/opt/amazon/efa/bin', ...DEFAULT_PATH],
  workdir: '/workspace',
  os: 'amazon',
});

export const ELSEWHERE = base({
  ...DLC,
  id: 'dlc/ec2',
  summary:
    'An AWS Deep Learning Container for EC2, ECS and EKS: nothing in it answers to `train` or `serve`. The tag with `-sagemaker` is the one for SageMaker.',
  entrypoint: 'unknown',
  lacks: ['train', 'serve'],
});

export const TRAINING_EC2 = base({
  ...ELSEWHERE,
  id: 'dlc/training-ec2',
  entrypoint: undefined,
  cmd: ['/bin/bash'],
});

export const PYTORCH_EC2 = base({
  ...ELSEWHERE,
  id: 'dlc/pytorch-ec2',
  entrypoint: ['/usr/local/bin/entrypoint.sh'],
  cmd: ['bash'],
  path: PYTORCH.path,
  workdir: '/workspace',
  os: 'amazon',
});

export const SERVER_EC2 = base({
  ...ELSEWHERE,
  id: 'dlc/server-ec2',
  summary:
    'An AWS container of a model server for EC2, ECS and EKS: it takes the word `serve` for an argument of the server. The tag with `sagemaker` is the one for SageMaker.',
  entrypoint: 'unknown',
  train: 'rejects',
  serve: 'rejects',
  path: [],
  has: ['sh', 'bash', 'env'],
});

export const VLLM_EC2 = base({
  ...SERVER_EC2,
  id: 'dlc/vllm-ec2',
  entrypoint: ['/usr/local/bin/dockerd_entrypoint.sh'],
  os: 'ubuntu',
});

export const PYTORCH_INFERENCE_EC2 = base({
  ...ELSEWHERE,
  id: 'dlc/pytorch-inference-ec2',
  entrypoint: ['python', '/usr/local/bin/dockerd-entrypoint.py'],
});

export const INFERENCE_DLC = base({
  ...DLC,
  id: 'dlc/inference',
  summary: 'An AWS Deep Learning Container for inference: it answers to `serve`.',
  entrypoint: 'unknown',
  serve: 'answers',
  labels: BIND_AND_MULTI_MODEL,
  roles: INFERENCE,
});

export const PYTORCH_INFERENCE = base({
  ...INFERENCE_DLC,
  id: 'dlc/pytorch-inference',
  summary: 'AWS’s Deep Learning Container for inference with PyTorch: its own ENTRYPOINT answers to `serve`.',
  entrypoint: ['python', '/usr/local/bin/dockerd-entrypoint.py'],
  packages: ['torch', 'torchserve', 'sagemaker-pytorch-inference'],
});

export const TENSORFLOW_INFERENCE = base({
  ...INFERENCE_DLC,
  id: 'dlc/tensorflow-inference',
  summary: 'AWS’s TensorFlow Serving with nginx: it answers to `serve`.',
  path: DEFAULT_PATH,
  has: ['sh', 'bash', 'env', 'python3', 'tensorflow_model_server', 'nginx'],
});

/** Servers of language models and the like, in their SageMaker builds. */
export const SERVER = base({
  id: 'dlc/server',
  summary: 'AWS’s container of a model server, in its build for SageMaker: it answers to `serve`.',
  kind: 'sagemaker',
  entrypoint: 'unknown',
  serve: 'answers',
  path: [],
  labels: BIND_AND_MULTI_MODEL,
  has: ['sh', 'bash', 'env'],
  roles: INFERENCE,
});

export const TRITON = base({
  ...SERVER,
  id: 'sagemaker-tritonserver',
  summary: 'Triton Inference Server for SageMaker: `serve` is on PATH, and it can serve many models.',
  entrypoint: ['/opt/nvidia/nvidia_entrypoint.sh'],
  path: ['/opt/tritonserver/bin', '/usr/local/nvidia/bin', '/usr/local/cuda/bin', ...DEFAULT_PATH],
  env: NVIDIA_ENVIRONMENT,
  has: ['sh', 'bash', 'env', 'tritonserver', 'serve'],
});

export const DLC_BASE = base({
  id: 'dlc/base',
  summary: 'AWS’s CUDA base with Python: nothing in it answers to `train` or `serve`.',
  kind: 'sagemaker',
  cmd: ['/bin/bash'],
  path: ['/usr/local/cuda/bin', '/usr/local/nvidia/bin', ...DEFAULT_PATH],
  env: NVIDIA_ENVIRONMENT,
  entrypoint: ['/opt/nvidia/nvidia_entrypoint.sh'],
  has: PYTHON,
  lacks: ['train', 'serve'],
});

export const BOTH = base({
  id: 'sagemaker-both',
  summary: 'An image of AWS that trains and serves.',
  kind: 'sagemaker',
  train: 'answers',
  serve: 'answers',
  path: ['/miniconda3/bin', ...DEFAULT_PATH],
  has: [...PYTHON, 'train', 'serve'],
  labels: BIND_AND_MULTI_MODEL,
  roles: ['training', 'inference'],
});

export const SCIKIT_LEARN = base({
  ...BOTH,
  id: 'sagemaker-scikit-learn',
  summary: 'AWS’s scikit-learn image: `train` and `serve` are on PATH.',
  packages: ['scikit-learn', 'sagemaker-scikit-learn-container'],
});

export const XGBOOST = base({
  ...BOTH,
  id: 'sagemaker-xgboost',
  summary: 'AWS’s XGBoost image: `train` and `serve` are on PATH.',
  packages: ['xgboost', 'sagemaker-xgboost-container'],
});

export const SPARKML = base({
  ...SERVER,
  id: 'sagemaker-sparkml-serving',
  summary: 'AWS’s server of Spark ML pipelines (MLeap): its own ENTRYPOINT serves.',
  entrypoint: ['/usr/local/bin/serve.sh'],
  train: 'ignores',
  has: ['sh', 'bash', 'env', 'java'],
});

export const SPARK = base({
  id: 'sagemaker-spark-processing',
  summary: 'AWS’s Spark image for processing jobs: its ENTRYPOINT submits a Spark application.',
  kind: 'sagemaker',
  entrypoint: ['smspark-submit'],
  train: 'rejects',
  serve: 'rejects',
  path: [],
  has: ['sh', 'bash', 'env', 'java', 'python3'],
  roles: ['processing'],
});

export const SERVICE = base({
  id: 'sagemaker-service',
  summary: 'An image that AWS runs in processing jobs for its own services; not meant to build on.',
  kind: 'sagemaker',
  entrypoint: 'unknown',
  path: [],
  roles: ['processing'],
});

export const DISTRIBUTION = base({
  id: 'sagemaker-distribution',
  summary: 'SageMaker Distribution, the image of Studio: user 1000 (not root), with JupyterLab and Code Editor.',
  kind: 'sagemaker',
  entrypoint: 'unknown',
  train: 'answers',
  serve: 'answers',
  path: ['/opt/conda/bin', '/opt/conda/condabin', ...DEFAULT_PATH],
  env: { MAMBA_USER: 'sagemaker-user', MAMBA_ROOT_PREFIX: '/opt/conda', NB_USER: 'sagemaker-user' },
  user: 'sagemaker-user',
  workdir: STUDIO_HOME,
  os: 'ubuntu',
  has: [...PYTHON, 'conda', 'micromamba', 'jupyter'],
  packages: ['jupyterlab', 'ipykernel', 'boto3'],
  roles: ['studio'],
});

export const STUDIO_CLASSIC = base({
  id: 'sagemaker-base-python',
  summary: 'AWS’s Python image for Studio Classic.',
  kind: 'sagemaker',
  entrypoint: 'unknown',
  path: CONDA_PATH,
  has: PYTHON,
  roles: ['studio'],
});

export const LEGACY = base({
  ...BOTH,
  id: 'sagemaker-legacy',
  summary: 'An old framework image of AWS, which gets no updates.',
  entrypoint: 'unknown',
  path: [],
  has: ['sh', 'bash', 'env'],
});

export const REINFORCEMENT_LEARNING = base({
  ...LEGACY,
  id: 'sagemaker-rl',
  summary: 'AWS’s image for reinforcement learning, which gets no updates.',
  serve: 'answers',
  roles: ['training'],
});

export const ALGORITHM = base({
  ...BOTH,
  id: 'sagemaker-algorithm',
  summary: 'A built-in algorithm of AWS. It is run as it is; nothing can be built on it.',
  entrypoint: 'unknown',
  path: [],
  has: [],
});
