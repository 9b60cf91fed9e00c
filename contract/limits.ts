import { apiReference, fact, guide } from './facts';
import type { Fact } from './facts';

const GIBIBYTE = 1024 ** 3;

/** Largest image of a serverless endpoint, uncompressed. */
export const SERVERLESS_IMAGE_BYTES: Fact<number> = fact(
  10 * GIBIBYTE,
  'The image of a serverless endpoint may have 10 GiB, uncompressed.',
  ['SLS-01'],
  guide('serverless-endpoints'),
);

/** Largest image of a Studio app. AWS writes GB; the decimal reading is the careful one. */
export const STUDIO_IMAGE_BYTES: Fact<number> = fact(
  35_000_000_000,
  'The image of a Studio app may have 35 GB (25 GB until 2023).',
  ['STUDIO-06'],
  guide('studio-byoi-specs'),
);

/** Highest user or group number of a file in a Studio image. */
export const STUDIO_LARGEST_ID: Fact<number> = fact(
  65_535,
  'No file of a Studio image may belong to a user or group above 65535.',
  ['STUDIO-07'],
  guide('studio-byoi-specs'),
);

export const IMAGE_URI_LENGTH: Fact<number> = fact(
  255,
  'An image URI may have 255 characters.',
  ['IMG-04'],
  apiReference('AlgorithmSpecification'),
);

export const SERVERLESS_MEMORY_MB: Fact<readonly number[]> = fact(
  [1024, 2048, 3072, 4096, 5120, 6144],
  'A serverless endpoint has 1 to 6 GB of memory, in steps of 1 GB.',
  ['SLS-02'],
  apiReference('ProductionVariantServerlessConfig'),
);

export const SERVERLESS_DISK_GB: Fact<number> = fact(
  5,
  'A serverless endpoint has 5 GB of ephemeral disk.',
  ['SLS-02'],
  guide('serverless-endpoints'),
);

export const SERVERLESS_CONCURRENCY: Fact<number> = fact(
  200,
  'A serverless endpoint serves up to 200 requests at a time.',
  ['SLS-02'],
  apiReference('ProductionVariantServerlessConfig'),
);

/** Size of a map of names to values. */
export interface MapLimit {
  readonly entries: number;
  readonly keyLength: number;
  readonly valueLength: number;
}

export const HYPERPARAMETERS_LIMIT: Fact<MapLimit> = fact(
  { entries: 100, keyLength: 256, valueLength: 2500 },
  'A training job has up to 100 hyperparameters; names up to 256 characters, values up to 2,500, all strings.',
  ['CFG-01'],
  apiReference('CreateTrainingJob'),
);

export const ENVIRONMENT_LIMITS: Readonly<
  Record<'training' | 'model' | 'transform' | 'processing' | 'studio', Fact<MapLimit>>
> = {
  training: fact(
    { entries: 100, keyLength: 512, valueLength: 512 },
    'A training job’s environment has up to 100 variables; names and values up to 512 characters.',
    ['ENV-01'],
    apiReference('CreateTrainingJob'),
  ),
  model: fact(
    { entries: 100, keyLength: 1024, valueLength: 1024 },
    'A model’s environment has up to 100 variables; names and values up to 1,024 characters, 32 KB in all.',
    ['ENV-02'],
    apiReference('ContainerDefinition'),
  ),
  transform: fact(
    { entries: 16, keyLength: 1024, valueLength: 10_240 },
    'A transform job’s environment has up to 16 variables; values up to 10,240 characters.',
    ['ENV-02'],
    apiReference('CreateTransformJob'),
  ),
  processing: fact(
    { entries: 100, keyLength: 256, valueLength: 256 },
    'A processing job’s environment has up to 100 variables; names and values up to 256 characters.',
    ['ENV-02'],
    apiReference('CreateProcessingJob'),
  ),
  studio: fact(
    { entries: 25, keyLength: 256, valueLength: 256 },
    'A Studio app’s environment has up to 25 variables; names and values up to 256 characters.',
    ['STUDIO-05'],
    apiReference('ContainerConfig'),
  ),
};

/** Names of environment variables that jobs accept. */
export const ENVIRONMENT_NAME_PATTERN = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

export const CHANNEL_LIMIT: Fact<{ readonly most: number; readonly nameLength: number; readonly name: string }> = fact(
  { most: 20, nameLength: 64, name: '^[A-Za-z0-9.\\-_]+$' },
  'A training job has 1 to 20 channels; names up to 64 of letters, digits, `.`, `-` and `_`.',
  ['CFG-04'],
  apiReference('Channel'),
);

export const CONTAINER_ENTRYPOINT_LIMIT: Fact<{ readonly items: number; readonly itemLength: number }> = fact(
  { items: 100, itemLength: 256 },
  '`ContainerEntrypoint` and `ContainerArguments` have up to 100 items of up to 256 characters.',
  ['LAUNCH-07'],
  apiReference('AlgorithmSpecification'),
);

export const PIPELINE_CONTAINERS: Fact<readonly [number, number]> = fact(
  [2, 15],
  'An inference pipeline has 2 to 15 containers.',
  ['PIPE-04'],
  guide('inference-pipelines'),
);

export const METRIC_DEFINITIONS: Fact<number> = fact(
  40,
  'A training job has up to 40 metric definitions.',
  ['ENV-11'],
  apiReference('AlgorithmSpecification'),
);

export const PROCESSING_PATH_LENGTH: Fact<number> = fact(
  256,
  'The local path of a processing input or output may have 256 characters.',
  ['PROC-01'],
  apiReference('ProcessingS3Input'),
);

export const TRAINING_RUNTIME_SECONDS: Fact<{ readonly usual: number; readonly most: number }> = fact(
  { usual: 86_400, most: 2_419_200 },
  'A training job may run for 1 day unless it says more, and for 28 days at most.',
  ['EXIT-09'],
  apiReference('StoppingCondition'),
);

export const PROCESSING_RUNTIME_SECONDS: Fact<number> = fact(
  777_600,
  'A processing job may run for 9 days.',
  ['EXIT-09'],
  apiReference('ProcessingStoppingCondition'),
);
