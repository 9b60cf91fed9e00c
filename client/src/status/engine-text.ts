import type { EngineState } from '../connections/local-connection';

/** What the status bar says of this machine. */
export interface EngineLook {
  readonly text: string;
  /** Red background. */
  readonly failed: boolean;
}

export interface LocalNews {
  readonly state: EngineState;
  /** The engine has a runtime for GPUs. */
  readonly gpu: boolean;
  /** Names of jobs and endpoints that run here. */
  readonly running: readonly string[];
  /** Names of what failed here since the user last looked. */
  readonly failed: readonly string[];
}

/** The icon tells most: gone, failed, at work, at rest. */
export function engineLook({ state, gpu, running, failed }: LocalNews): EngineLook {
  const mark = gpu ? ' $(circuit-board)' : '';
  if (state.state === 'missing') return { text: '$(error) SageMaker', failed: true };
  if (failed.length > 0) return { text: `$(error) SageMaker ${failed.length}${mark}`, failed: true };
  if (running.length > 0) return { text: `$(loading~spin) SageMaker ${running.length}${mark}`, failed: false };
  return { text: `$(vm) SageMaker${mark}`, failed: false };
}
