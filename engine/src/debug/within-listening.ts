import { UserError } from '../user-error';

/**
 * Does `work` of a container with a debugger, which ends early when its signal aborts. Rejects when `listening` has not
 * aborted within `seconds`: nothing in the container waits for a debugger then. Undefined: there is no debugger.
 */
export async function withinListening(
  seconds: number | undefined,
  listening: AbortSignal,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (seconds === undefined) return work(signal);
  const late = new AbortController();
  const timer = setTimeout(() => {
    if (!listening.aborted) late.abort();
  }, seconds * 1000);
  try {
    await work(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (late.signal.aborted && !signal.aborted) throw nothingListens(seconds);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function nothingListens(seconds: number): UserError {
  return new UserError(
    `No process of Python or Node was started in the container within ${seconds} seconds, so there is nothing to attach to; SageMaker gives a container as long to answer its ping.`,
    'Start the server with Python or Node, or serve it without a debugger.',
  );
}
