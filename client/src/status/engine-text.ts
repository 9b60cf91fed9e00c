import type { EngineState } from '../connections/local-connection';
import type { L10n } from '../views/texts';

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
  /** Names of jobs and endpoints that are not finished: what is to come of them is still open. */
  readonly working: readonly string[];
  /** Names of endpoints in service: they stay until somebody deletes them. */
  readonly serving: readonly string[];
  /** Names of what failed here since the user last looked. */
  readonly failed: readonly string[];
}

/** The icon tells most: gone, failed, at work, serving, at rest. */
export function engineLook({ state, gpu, working, serving, failed }: LocalNews): EngineLook {
  const mark = gpu ? ' $(circuit-board)' : '';
  if (state.state === 'missing') return { text: '$(error) SageMaker', failed: true };
  if (failed.length > 0) return { text: `$(error) SageMaker ${failed.length}${mark}`, failed: true };
  if (working.length > 0) return { text: `$(loading~spin) SageMaker ${working.length}${mark}`, failed: false };
  if (serving.length > 0) return { text: `$(radio-tower) SageMaker ${serving.length}${mark}`, failed: false };
  return { text: `$(vm) SageMaker${mark}`, failed: false };
}

/** The same in words, a line for each thing. */
export function engineTooltip({ state, gpu, working, serving, failed }: LocalNews, l10n: L10n): string {
  switch (state.state) {
    case 'unknown':
      return l10n.t('SageMaker on this machine: the Docker Engine is looked for when something is run.');
    case 'missing':
      return `${state.message} ${state.remedy}`.trim();
    case 'running':
      return [
        ...(failed.length === 0 ? [] : [l10n.t('Failed: {0}', failed.join(', '))]),
        ...(working.length === 0 ? [] : [l10n.t('Running: {0}', working.join(', '))]),
        ...(serving.length === 0 ? [] : [l10n.t('Serving: {0}', serving.join(', '))]),
        [l10n.t('Docker Engine, found by {0}', state.how), ...(gpu ? [l10n.t('with GPUs')] : [])].join(', '),
      ].join('\n');
  }
}
