/** The engine's UserError. The engine is a bundle of its own, so its class is not the one that could be imported here. */
export interface UserProblem extends Error {
  readonly remedy: string;
  readonly docs?: string | undefined;
}

/** Whether the user can do something about it. */
export function isUserError(error: unknown): error is UserProblem {
  return error instanceof Error && 'remedy' in error && typeof error.remedy === 'string';
}
