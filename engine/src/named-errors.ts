import { UserError } from './user-error';

/** An error under the name that AWS gives it. */
export function renamed(error: UserError, name: string): UserError {
  Object.defineProperty(error, 'name', { value: name });
  return error;
}

/** What AWS says of a request that can't be: an unknown name, a name that is taken, a job in the wrong state. */
export function validationException(message: string, remedy: string): UserError {
  return renamed(new UserError(message, remedy), 'ValidationException');
}

/** The name is taken. */
export function resourceInUse(what: string, name: string): UserError {
  return renamed(
    new UserError(`There is already a ${what} “${name}”.`, 'Take another name, or delete the one that is there.'),
    'ResourceInUse',
  );
}

/** What the container answered when it was no success; AWS gives it to the client as HTTP 424. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    message: string,
    readonly OriginalStatusCode: number,
    readonly OriginalMessage: string,
    /** Variant that answered; its logs say more. */
    readonly variant: string,
  ) {
    super(message);
  }
}

/** What goes wrong once the answer has begun to come; AWS gives it as an event of the stream (STREAM-06). */
export class ModelStreamError extends Error {
  override readonly name = 'ModelStreamError';

  constructor(
    message: string,
    readonly ErrorCode: 'ModelInvocationTimeExceeded' | 'StreamBroken',
  ) {
    super(message);
  }
}

/** Whether it is an error of one of these names. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
