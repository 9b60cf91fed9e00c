import { apiReference, fact, guide } from './facts';
import type { Fact } from './facts';
import type { RequirementId } from './requirements';
import type { Role } from './roles';

/** The word that SageMaker appends to start training: `docker run IMAGE train`. */
export const TRAIN_WORD = 'train';

/** The word that SageMaker appends to start the web server: `docker run IMAGE serve`. */
export const SERVE_WORD = 'serve';

export type LaunchWord = typeof TRAIN_WORD | typeof SERVE_WORD;

/** How SageMaker starts the container for one kind of job. */
export interface LaunchShape {
  readonly id:
    'training' | 'training-with-entrypoint' | 'training-with-arguments' | 'hosting' | 'processing' | 'studio';
  /** `Training job`, as a person says it. */
  readonly job: string;
  readonly roles: readonly Role[];
  /** Effective command. */
  readonly command: string;
  /** What is appended to the command line; undefined: nothing of SageMaker's. */
  readonly word: LaunchWord | undefined;
  /** Whether the image's ENTRYPOINT is used. */
  readonly keepsEntrypoint: boolean;
  /** Whether the image's CMD is used. */
  readonly keepsCommand: boolean;
  readonly summary: string;
  readonly requirements: readonly RequirementId[];
  readonly source: string;
}

const TRAINING_PAGE = guide('your-algorithms-training-algo-dockerfile');

/** The six launch shapes, from which every launch rule follows. */
export const LAUNCH_SHAPES: readonly LaunchShape[] = [
  {
    id: 'training',
    job: 'Training or hyperparameter tuning job',
    roles: ['training'],
    command: 'docker run IMAGE train',
    word: TRAIN_WORD,
    keepsEntrypoint: true,
    keepsCommand: false,
    summary: 'ENTRYPOINT is kept; CMD is always replaced by `train`.',
    requirements: ['LAUNCH-01', 'LAUNCH-03'],
    source: TRAINING_PAGE,
  },
  {
    id: 'training-with-entrypoint',
    job: 'Training job with `ContainerEntrypoint`',
    roles: ['training'],
    command: 'docker run --entrypoint ENTRYPOINT IMAGE [ARGUMENTS]',
    word: undefined,
    keepsEntrypoint: false,
    keepsCommand: false,
    summary: 'The job brings its own entry point (the SDK’s `ModelTrainer` does): ENTRYPOINT and CMD are not used.',
    requirements: ['LAUNCH-07', 'LAUNCH-09'],
    source: apiReference('AlgorithmSpecification'),
  },
  {
    id: 'training-with-arguments',
    job: 'Training job with `ContainerArguments` only',
    roles: ['training'],
    command: 'docker run IMAGE ARGUMENTS',
    word: undefined,
    keepsEntrypoint: true,
    keepsCommand: false,
    summary: 'ENTRYPOINT is kept; the job’s arguments take the place of `train`.',
    requirements: ['LAUNCH-07'],
    source: apiReference('AlgorithmSpecification'),
  },
  {
    id: 'hosting',
    job: 'Endpoint (real-time, asynchronous, serverless, multi-model, pipeline) or batch transform job',
    roles: ['inference', 'multi-model', 'pipeline'],
    command: 'docker run IMAGE serve',
    word: SERVE_WORD,
    keepsEntrypoint: true,
    keepsCommand: false,
    summary: 'ENTRYPOINT is kept; CMD is always replaced by `serve`.',
    requirements: ['LAUNCH-02', 'LAUNCH-03'],
    source: guide('your-algorithms-inference-code'),
  },
  {
    id: 'processing',
    job: 'Processing job',
    roles: ['processing'],
    command: 'docker run IMAGE',
    word: undefined,
    keepsEntrypoint: true,
    keepsCommand: true,
    summary:
      'The image runs as it is, ENTRYPOINT and CMD; `AppSpecification.ContainerEntrypoint` and `ContainerArguments` replace them.',
    requirements: ['LAUNCH-08'],
    source: guide('build-your-own-processing-container'),
  },
  {
    id: 'studio',
    job: 'Studio app (JupyterLab, Code Editor, Classic kernel)',
    roles: ['studio'],
    command: 'the app’s own command',
    word: undefined,
    keepsEntrypoint: false,
    keepsCommand: false,
    summary: 'The app’s command replaces ENTRYPOINT and CMD unless `ContainerConfig` names others.',
    requirements: ['STUDIO-05'],
    source: apiReference('ContainerConfig'),
  },
];

/** Seconds between SIGTERM and SIGKILL when a training job is stopped. */
export const TRAINING_STOP_GRACE_SECONDS: Fact<number> = fact(
  120,
  'A training job that is stopped, times out or loses its Spot instance gets SIGTERM, and SIGKILL 120 seconds later.',
  ['EXIT-03'],
  guide('your-algorithms-training-algo-running-container'),
);

/** Seconds between SIGTERM and SIGKILL when an endpoint's container is stopped. */
export const HOSTING_STOP_GRACE_SECONDS: Fact<number> = fact(
  30,
  'A serving container gets SIGTERM, and SIGKILL 30 seconds later.',
  ['EXIT-04'],
  guide('your-algorithms-inference-code'),
);

/** Characters of the failure file that appear as FailureReason. */
export const FAILURE_REASON_CHARACTERS: Fact<number> = fact(
  1024,
  'The first 1,024 characters of the failure file appear as the job’s `FailureReason`.',
  ['EXIT-02'],
  guide('your-algorithms-training-signal-success-failure'),
);

/** Bytes of a processing job's message file that appear as ExitMessage. */
export const EXIT_MESSAGE_BYTES: Fact<number> = fact(
  1024,
  'The first KB of a processing job’s message file, valid UTF-8, appears as the job’s `ExitMessage`.',
  ['EXIT-07'],
  guide('build-your-own-processing-container'),
);

/** What an exit code of a container usually means. */
export const EXIT_CODES: Readonly<Record<number, string>> = {
  0: 'The container finished: the job is `Completed`.',
  126: 'A program was found but could not be executed: it lacks the executable bit, or is no program for this system.',
  127: 'A command was not found: it is not on PATH, or the interpreter of its `#!` line is missing.',
  132: 'Illegal instruction: a program built for another CPU (AVX-512, for one).',
  137: 'Killed by SIGKILL: out of memory, or still running when the grace period ended.',
  139: 'Segmentation fault.',
  143: 'Ended by SIGTERM: the container was asked to stop.',
};
