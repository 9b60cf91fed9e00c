import { fact, guide } from './facts';
import type { Fact } from './facts';

/** The platform of SageMaker's hosts, but for hosting on Graviton. */
export const HOST_PLATFORM: Fact<string> = fact(
  'linux/amd64',
  'Training, processing, batch transform and Studio run on x86 machines; only endpoints can run on Graviton (arm64).',
  ['IMG-03', 'BATCH-07'],
  guide('realtime-endpoints-graviton'),
);

/** Families of hosting instances with Graviton processors, for messages. */
export const GRAVITON_FAMILIES = 'ml.c6g, c7g, m6g, m7g, r7g, r8g …';

/** Training instances whose host is an arm64 superchip. */
export const ARM_TRAINING_FAMILIES = 'ml.p6e-gb200';
