import { guide, repository } from './facts';
import { nearest } from './distance';
import type { RequirementId } from './requirements';
import type { Role } from './roles';

export const CAPABILITY_LABEL_PREFIX = 'com.amazonaws.sagemaker.capabilities.';
export const ACCEPT_BIND_TO_PORT_LABEL = `${CAPABILITY_LABEL_PREFIX}accept-bind-to-port`;
export const MULTI_MODELS_LABEL = `${CAPABILITY_LABEL_PREFIX}multi-models`;
export const BIDIRECTIONAL_LABEL = `${CAPABILITY_LABEL_PREFIX}bidirectional-streaming`;
export const VERIFIED_CUDA_LABEL = 'com.amazonaws.sagemaker.inference.cuda.verified_versions';

/** Labels of AWS Deep Learning Containers: `…dlc.framework.pytorch.2.6.0=true`, `…dlc.job.training=true`. */
export const DLC_LABEL_PREFIX = 'com.amazonaws.ml.engines.sagemaker.dlc.';

/** The one value that capability labels may have. */
export const CAPABILITY_VALUE = 'true';

/** A Docker label that SageMaker reads. */
export interface Label {
  readonly name: string;
  readonly summary: string;
  /** Roles in which the image needs it. */
  readonly neededIn: readonly Role[];
  /** Whether its value has to be `true`. */
  readonly capability: boolean;
  readonly requirements: readonly RequirementId[];
  readonly source: string;
}

export const LABELS: readonly Label[] = [
  {
    name: ACCEPT_BIND_TO_PORT_LABEL,
    summary:
      'The server listens on `$SAGEMAKER_BIND_TO_PORT` when it is set. Needed in inference pipelines and multi-container endpoints: `CreateModel` refuses the image without it.',
    neededIn: ['pipeline'],
    capability: true,
    requirements: ['PIPE-02', 'IMG-11'],
    source: guide('inference-pipeline-real-time'),
  },
  {
    name: MULTI_MODELS_LABEL,
    summary:
      'The server implements the multi-model API (`/models`). Needed for multi-model endpoints: `CreateModel` refuses the image without it.',
    neededIn: ['multi-model'],
    capability: true,
    requirements: ['MME-01', 'IMG-11'],
    source: guide('build-multi-model-build-container'),
  },
  {
    name: BIDIRECTIONAL_LABEL,
    summary: 'The server accepts WebSocket streams at `/invocations-bidirectional-stream`.',
    neededIn: [],
    capability: true,
    requirements: ['STREAM-02', 'IMG-11'],
    source: guide('your-algorithms-inference-code'),
  },
  {
    name: VERIFIED_CUDA_LABEL,
    summary:
      'CUDA version of the host on which AWS verified the image. Found in AWS Deep Learning Containers; not documented.',
    neededIn: [],
    capability: false,
    requirements: ['IMG-13'],
    source: repository('aws/deep-learning-containers', 'README.md'),
  },
];

/** The label of exactly this name. */
export function label(name: string): Label | undefined {
  return LABELS.find((one) => one.name === name);
}

const NAMESPACE = 'com.amazonaws.sagemaker.';
const NAMES = LABELS.map((one) => one.name);

/**
 * The label that a misspelt one is meant to be; undefined when the name is right, or is not near one of SageMaker's.
 * Underscores for hyphens, capitals, and a shortened prefix (`com.amazonaws.sagemaker.multi-models`) are seen through.
 */
export function nearestLabel(name: string): string | undefined {
  if (NAMES.includes(name) || name.startsWith(DLC_LABEL_PREFIX)) return undefined;
  const plain = name.trim().toLowerCase();
  const limit = 3;
  const direct = nearest(plain.replaceAll('_', '-'), NAMES, limit) ?? nearest(plain, NAMES, limit);
  if (direct !== undefined) return direct;
  if (!plain.startsWith(NAMESPACE) && !plain.startsWith('com.amazon.sagemaker.')) return undefined;
  const last = plain.slice(plain.lastIndexOf('.') + 1).replaceAll('_', '-');
  const capabilities = LABELS.filter((one) => one.capability).map((one) => shortName(one.name));
  const short = nearest(last, capabilities, 2) ?? SHORT_FORMS.get(last);
  return short === undefined ? undefined : `${CAPABILITY_LABEL_PREFIX}${short}`;
}

function shortName(name: string): string {
  return name.slice(CAPABILITY_LABEL_PREFIX.length);
}

const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ['multimodel', 'multi-models'],
  ['bind-to-port', 'accept-bind-to-port'],
  ['accept-bind-port', 'accept-bind-to-port'],
  ['bidirectional', 'bidirectional-streaming'],
  ['bidirectional-stream', 'bidirectional-streaming'],
]);
