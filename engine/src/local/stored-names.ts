import type { StoredKind } from './state';

/** As they are spoken of. */
export const NAMES: Readonly<Record<StoredKind, string>> = {
  'training-job': 'training job',
  'processing-job': 'processing job',
  'transform-job': 'transform job',
  endpoint: 'endpoint',
  model: 'model',
  'endpoint-config': 'endpoint configuration',
};

/** At AWS's own lengths; no slash and no dot can be in it. */
export const NAME = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/;

/** What makes a folder a job: it changes while the job runs, and what else is in the folder does not say that it is one. */
export const STATE_FILE = 'state.json';
