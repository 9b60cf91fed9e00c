import type { TunedPage, TuningPage } from '../../../engine/src/aws/tuning-jobs';

/** Hyperparameter tuning jobs of a connection: only AWS has any. */
export interface TuningSource {
  /** One page, newest first. */
  list(token: string | undefined, signal: AbortSignal): Promise<TuningPage>;
  /** One page of the training jobs that a tuning job made. */
  trainingJobs(name: string, token: string | undefined, signal: AbortSignal): Promise<TunedPage>;
  /** All that AWS tells of it. */
  describe(name: string): Promise<object>;
  /** Asks it, and with it its training jobs, to stop. */
  stop(name: string): Promise<void>;
}
