import type { Kind, SageMaker } from '../sagemaker';
import { outcomeOf } from '../session/by-kind';
import { UserError } from '../user-error';
import { listeningLine } from './hook-words';
import type { DebuggedLanguage } from './hook-words';

/** Where a debugger attaches. */
export interface DebugAddress {
  readonly language: DebuggedLanguage;
  readonly host: string;
  readonly port: number;
}

/** Waits until a debugger can attach to a job or endpoint that was started with one. Rejects when it ended before. */
export async function untilListening(
  sagemaker: SageMaker,
  kind: Kind,
  name: string,
  signal?: AbortSignal,
): Promise<DebugAddress> {
  for await (const { text } of sagemaker.logs(kind, name, signal)) {
    const found = listeningLine(text);
    if (found !== undefined) return { ...found, host: '127.0.0.1' };
  }
  signal?.throwIfAborted();
  const { reason } = await outcomeOf(sagemaker, kind, name);
  throw new UserError(
    `“${name}” ended before a debugger could attach.${reason === undefined ? '' : ` ${reason}`}`,
    reason === undefined
      ? 'No process of Python or Node was started in the container: those are what can be debugged.'
      : 'Look at the log: the program did not come so far.',
  );
}
