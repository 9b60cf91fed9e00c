import { REQUIREMENT_IDS, REQUIREMENT_ROWS } from './requirements-data';
import type { RequirementId, RequirementRow } from './requirements-data';

export type { RequirementId };

/**
 * One thing that SageMaker requires, forbids or gives.
 *
 * - `section`: chapter of the contract, `A. Launch: how SageMaker starts the container`.
 * - `scope`: what it concerns, in words (`training, inference`).
 * - `statement` and `quickFix`: Markdown. `quickFix` is empty when there is nothing to change.
 * - `check`: where a breach can be seen. S Dockerfile, X other files of the project, I built image, R at run time.
 * - `severity`: `error` the job or endpoint fails, `warning` it likely does, `info` good to know; conditions in words.
 * - `evidence`: D documentation, A API model, C source code of AWS, F field reports; empty when it follows from Docker.
 */
export interface Requirement extends RequirementRow {
  readonly id: RequirementId;
}

/** All requirements, in the order of the contract. */
export const REQUIREMENTS: readonly Requirement[] = REQUIREMENT_IDS.map((id) => requirement(id));

/** The requirement of this id. */
export function requirement(id: RequirementId): Requirement {
  return { id, ...REQUIREMENT_ROWS[id] };
}

/** Whether the text is the id of a requirement, exactly as written. */
export function isRequirementId(text: string): text is RequirementId {
  return Object.hasOwn(REQUIREMENT_ROWS, text);
}
