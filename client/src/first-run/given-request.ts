import { REQUEST_KINDS } from '../../../engine/src/requests/recognise';
import type { RequestKind } from '../../../engine/src/requests/types';
import { member } from '../member';
import type { AlgorithmAnswers } from './algorithm-request';
import type { ScriptAnswers } from './script-request';

/** What a task or another extension says in place of the questions of a new request. */
export interface GivenRequest {
  readonly kind: RequestKind | undefined;
  /** What it runs: an image. */
  readonly image: string | undefined;
  readonly algorithm: AlgorithmAnswers | undefined;
  readonly script: ScriptAnswers | undefined;
}

/** Reads the argument of the command; what is left out is asked. */
export function givenRequest(target: unknown): GivenRequest {
  const image = member(target, 'image');
  const algorithm = member(target, 'algorithm');
  const script = member(target, 'script');
  return {
    kind: REQUEST_KINDS.find((it) => it === member(target, 'kind')),
    image: typeof image === 'string' ? image : undefined,
    algorithm: isAlgorithm(algorithm) ? algorithm : undefined,
    script: isScript(script) ? script : undefined,
  };
}

function isAlgorithm(value: unknown): value is AlgorithmAnswers {
  return typeof member(value, 'id') === 'string' && isPlaced(value);
}

function isScript(value: unknown): value is ScriptAnswers {
  return (
    typeof member(value, 'framework') === 'string' && typeof member(value, 'version') === 'string' && isPlaced(value)
  );
}

function isPlaced(value: unknown): boolean {
  return typeof member(value, 'region') === 'string' && typeof member(value, 'hyperparameters') === 'object';
}
