import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withinListening } from '../../../../engine/src/debug/within-listening';

const never = new AbortController().signal;

function waits(signal: AbortSignal): Promise<void> {
  return sleep(60_000, undefined, { signal });
}

describe('a container with a debugger', () => {
  it('fails in the time that SageMaker gives it when nothing in it listens', async () => {
    await expect(withinListening(0.01, never, never, waits)).rejects.toThrow(
      /No process of Python or Node was started .* within 0.01 seconds/,
    );
  });

  it('may take as long as a person thinks once something listens', async () => {
    const work = async (signal: AbortSignal): Promise<void> => {
      await sleep(50);
      signal.throwIfAborted();
    };
    await expect(withinListening(0.01, AbortSignal.abort(), never, work)).resolves.toBeUndefined();
  });

  it('ends with the signal of the caller, and with its own failure', async () => {
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(withinListening(60, never, stop, waits)).rejects.toThrow(/abort/i);
    const dies = (): Promise<void> => Promise.reject(new Error('exit code 3'));
    await expect(withinListening(60, never, never, dies)).rejects.toThrow('exit code 3');
  });

  it('without a debugger is none of its business', async () => {
    await expect(withinListening(undefined, never, never, () => Promise.resolve())).resolves.toBeUndefined();
  });
});
