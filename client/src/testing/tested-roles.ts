import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import { OPT_ML } from '../../../contract/opt-ml';
import type { ConformanceRole } from '../../../engine/src/conformance/types';
import { declaredRoles } from '../roles/role-comment';

const TESTED: readonly ConformanceRole[] = ['training', 'inference'];

export interface TestedRoles {
  readonly roles: readonly ConformanceRole[];
  /** Nothing says what the image is for: both are tried, and what it does not play is not held against it. */
  readonly guess: boolean;
}

/** Of an image that nothing is known of. */
export const BOTH_ROLES: TestedRoles = { roles: TESTED, guess: true };

/**
 * The roles in which the image of a Dockerfile is tested; undefined: it is not for SageMaker, or for what has no tests.
 * `linted`: the roles that the linter found, when it has read the Dockerfile.
 */
export function testedRoles(text: string, linted: readonly string[] | undefined): TestedRoles | undefined {
  const known = declaredRoles(text) ?? linted;
  if (known !== undefined) {
    const roles = TESTED.filter((role) => known.includes(role));
    return roles.length > 0 ? { roles, guess: false } : undefined;
  }
  return speaksOfSageMaker(text) ? BOTH_ROLES : undefined;
}

const PROGRAM = new RegExp(`^\\s*(COPY|ADD)\\s.*\\b(${TRAIN_WORD}|${SERVE_WORD})\\b`, 'im');

function speaksOfSageMaker(text: string): boolean {
  return text.includes(OPT_ML) || /sagemaker/i.test(text) || PROGRAM.test(text);
}
