import { awsProblem } from './aws-problem';
import type { ConnectionName } from './connection';

/** The answer of a call; what went wrong is a UserError where the user can do something. An abort stays an abort. */
export async function asked<T>(name: ConnectionName, answer: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    signal?.throwIfAborted();
    throw awsProblem(error, name);
  }
}

/** Like it, but undefined when the error has one of these names: it says that there is no such thing. */
export async function askedUnless<T>(
  names: readonly string[],
  name: ConnectionName,
  answer: Promise<T>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw awsProblem(error, name);
  }
}
