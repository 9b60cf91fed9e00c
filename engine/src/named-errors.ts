import { UserError } from './user-error';

/** An error under the name that AWS gives it. */
function named(error: UserError, name: string): UserError {
  Object.defineProperty(error, 'name', { value: name });
  return error;
}

/** What AWS says of a request that can't be: an unknown name, a name that is taken, a job in the wrong state. */
export function validationException(message: string, remedy: string): UserError {
  return named(new UserError(message, remedy), 'ValidationException');
}

/** The name is taken. */
export function resourceInUse(what: string, name: string): UserError {
  return named(
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
