import { isAwsAccount } from '../aws-accounts';
import { NVIDIA_ENVIRONMENT } from '../gpu';
import type { ImageReference } from '../image-reference';
import { atLeast, cudaOf, versionOf } from './base';
import type { Base, Family } from './base';
import * as rows from './sagemaker-rows';

const ALGORITHMS: ReadonlySet<string> = new Set([
  'blazingtext',
  'factorization-machines',
  'forecasting-deepar',
  'image-classification',
  'ipinsights',
  'kmeans',
  'knn',
  'lda',
  'linear-learner',
  'ntm',
  'object-detection',
  'object2vec',
  'pca',
  'randomcutforest',
  'semantic-segmentation',
  'seq2seq',
  'xgboost',
]);

/** Model servers that AWS publishes in one build for SageMaker and one for elsewhere, told apart by the tag. */
const SERVER_REPOSITORIES: ReadonlySet<string> = new Set([
  'vllm',
  'vllm-arm64',
  'sglang',
  'ray',
  'llama-cpp',
  'llama-cpp-arm64',
]);

/** Model servers that AWS publishes for SageMaker only. */
const SAGEMAKER_SERVERS =
  /^(djl-inference|tei|tei-cpu|huggingface-(vllm|vllm-omni|sglang|llamacpp|pytorch-tgi-inference|vllm-inference-neuronx)|stabilityai-pytorch-inference)$/;

const SERVICES =
  /^sagemaker-(model-monitor-analyzer|clarify-processing|data-wrangler-container|debugger-rules|debugger-rule-evaluator|geospatial-.*)$|^detailed-profiler-processing$/;

const EXACT: ReadonlyMap<string, Base> = new Map([
  ['sagemaker-tritonserver', rows.TRITON],
  ['sagemaker-scikit-learn', rows.SCIKIT_LEARN],
  ['sagemaker-xgboost', rows.XGBOOST],
  ['sagemaker-sparkml-serving', rows.SPARKML],
  ['sagemaker-spark-processing', rows.SPARK],
  ['sagemaker-distribution-prod', rows.DISTRIBUTION],
  ['base', rows.DLC_BASE],
  ['smdistributed-modelparallel', rows.TRAINING],
]);

/** `-ec2` and `-e3` (EC2, ECS, EKS) mark the builds for elsewhere. */
function isForElsewhere(tag: string): boolean {
  return /(^|-)(ec2|e3)(-|$)/.test(tag);
}

function isForSageMaker(tag: string): boolean {
  return /(^|-)sagemaker(-|$)/.test(tag);
}

function serverRow(repository: string, tag: string): Base | undefined {
  if (isForSageMaker(tag)) return rows.SERVER;
  if (isForElsewhere(tag) || /^(server|serve-ml|serve-llm)-(cuda|cpu)(-|$)/.test(tag)) {
    return repository === 'vllm' ? rows.VLLM_EC2 : rows.SERVER_EC2;
  }
  const classic = /^\d+\.\d+/.test(tag) && (repository === 'vllm' || repository === 'sglang');
  return classic ? rows.SERVER : undefined;
}

/** The first versions of the training images whose `serve` is not the old toolkit's. */
const SERVE_WENT_AWAY: Readonly<Record<string, readonly number[]>> = {
  pytorch: [1, 5],
  tensorflow: [2, 2],
  mxnet: [1, 8],
};

function trainingRow(repository: string, tag: string): Base {
  if (isForElsewhere(tag)) return rows.TRAINING_EC2;
  const name = /(?:^|-)(pytorch|tensorflow|mxnet)(?=-)/.exec(repository)?.[1] ?? '';
  const version = versionOf(tag);
  const went = SERVE_WENT_AWAY[name];
  if (went !== undefined && version.length > 0 && !atLeast(version, went))
    return { ...rows.TRAINING, serve: 'answers' };
  if (/-(neuronx?|habana|arm64|trcomp)(-|$)/.test(repository)) return rows.TRAINING;
  if (name === 'pytorch') return rows.PYTORCH_TRAINING;
  return name === 'tensorflow' ? rows.TENSORFLOW_TRAINING : rows.TRAINING;
}

function inferenceRow(repository: string, tag: string): Base {
  const pytorch = /^pytorch-inference(-arm64|-graviton)?$/.test(repository);
  if (isForElsewhere(tag)) return pytorch ? rows.PYTORCH_INFERENCE_EC2 : rows.ELSEWHERE;
  if (repository.startsWith('tensorflow-inference')) return rows.TENSORFLOW_INFERENCE;
  return pytorch ? rows.PYTORCH_INFERENCE : rows.INFERENCE_DLC;
}

function otherRow(repository: string): Base | undefined {
  if (ALGORITHMS.has(repository)) return rows.ALGORITHM;
  if (SAGEMAKER_SERVERS.test(repository)) return rows.SERVER;
  if (SERVICES.test(repository)) return rows.SERVICE;
  if (/^sagemaker-base-python(-\d+)?$/.test(repository)) return rows.STUDIO_CLASSIC;
  if (repository.startsWith('sagemaker-rl-')) return rows.REINFORCEMENT_LEARNING;
  if (/^sagemaker-(neo|inference)-|^(image-classification|xgboost)-neo$/.test(repository)) return rows.SERVER;
  if (/^sagemaker-(mxnet|pytorch|tensorflow|chainer)(-|$)/.test(repository)) return legacyRow(repository);
  return undefined;
}

function legacyRow(repository: string): Base {
  if (/-(serving|eia)(-|$)/.test(repository)) return { ...rows.LEGACY, roles: ['inference'] };
  return repository.endsWith('-scriptmode') ? { ...rows.LEGACY, roles: ['training'] } : rows.LEGACY;
}

function repositoryRow(repository: string, tag: string): Base | undefined {
  const exact = EXACT.get(repository);
  if (exact !== undefined) return exact;
  if (repository === 'pytorch') return isForSageMaker(tag) ? rows.PYTORCH : rows.PYTORCH_EC2;
  if (SERVER_REPOSITORIES.has(repository)) return serverRow(repository, tag);
  if (repository === 'whisperx' || repository === 'openfold3') return isForSageMaker(tag) ? rows.SERVER : undefined;
  const other = otherRow(repository);
  if (other !== undefined) return other;
  if (/^(huggingface-)?(pytorch|tensorflow|mxnet|autogluon)-(trcomp-)?training(-|$)/.test(repository))
    return trainingRow(repository, tag);
  return /^(huggingface-)?(pytorch|tensorflow|mxnet|autogluon)-inference(-|$)/.test(repository)
    ? inferenceRow(repository, tag)
    : undefined;
}

const SYSTEM_WORDS: readonly (readonly [RegExp, Base['os']])[] = [
  [/ubuntu\d/, 'ubuntu'],
  [/amzn\d|al2023/, 'amazon'],
];

/** What the tag of an AWS image says of system, CUDA and GPU. */
function withTag(row: Base, tag: string): Base {
  const os = SYSTEM_WORDS.find(([pattern]) => pattern.test(tag))?.[1] ?? row.os;
  const cuda = cudaOf(tag) ?? row.cuda;
  const gpu = cuda !== undefined || /(^|-)gpu(-|$)/.test(tag);
  return { ...row, os, cuda, env: gpu ? { ...row.env, ...NVIDIA_ENVIRONMENT } : row.env };
}

const PRIVATE_REGISTRY = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\./;
const PUBLIC_DLC = 'deep-learning-containers/';
const PUBLIC_DISTRIBUTION = 'sagemaker/sagemaker-distribution';

/** AWS's name of the repository; undefined when the registry is not AWS's. */
function awsRepository({ registry, repository }: ImageReference): string | undefined {
  if (registry === 'public.ecr.aws') {
    if (repository === PUBLIC_DISTRIBUTION) return 'sagemaker-distribution-prod';
    return repository.startsWith(PUBLIC_DLC) ? repository.slice(PUBLIC_DLC.length) : undefined;
  }
  const account = PRIVATE_REGISTRY.exec(registry)?.[1];
  return account !== undefined && isAwsAccount(account) ? repository : undefined;
}

/** Images that AWS publishes for SageMaker. */
export const SAGEMAKER: Family = {
  rows: Object.values(rows).filter((row) => row !== rows.BOTH),
  matches: (reference) => awsRepository(reference) !== undefined,
  choose: (tag, reference) => {
    const repository = awsRepository(reference);
    const row = repository === undefined ? undefined : repositoryRow(repository, tag);
    return row === undefined ? undefined : withTag(row, tag);
  },
};
