import { expect, it, vi } from 'vitest';
import { Disposable } from 'vscode';
import type { Change, LogLine, SageMaker } from '../../../../engine/src/sagemaker';
import type { Connection, Ref } from '../../../../client/src/connections/connection';

vi.mock('vscode', async () => ({
  l10n: (await import('../l10n')).l10n,
  Disposable: class {
    dispose(): void {
      // Nothing was subscribed.
    }
  },
}));
vi.mock('../../../../client/src/engine/load-engine', async () => {
  const byKind = await import('../../../../engine/src/session/by-kind');
  return { loadEngine: () => Promise.resolve({ ...byKind, describeRequirement: () => undefined }) };
});

const { followLog } = await import('../../../../client/src/logs/follow-log');

const TIME = new Date('2026-11-28T12:00:00Z');

/** A training job whose lines are these, whose status is news only after `late` of them, and that completes at its end. */
function job(lines: readonly LogLine[], late: number): Ref {
  let hear: (change: Change) => void = () => undefined;
  let status = 'InProgress';
  const tell = (now: string): void => {
    hear({ kind: 'training-job', name: 'job', status: now, time: TIME });
  };
  const sagemaker: Partial<SageMaker> = {
    describeTrainingJob: () =>
      Promise.resolve({ TrainingJobStatus: status } as Awaited<ReturnType<SageMaker['describeTrainingJob']>>),
    async *logs() {
      for (const [at, line] of lines.entries()) {
        await Promise.resolve();
        if (at === late) tell('InProgress');
        yield line;
      }
      status = 'Completed';
      tell(status);
    },
  };
  const connection: Partial<Connection> = {
    sagemaker: () => Promise.resolve(sagemaker as SageMaker),
    onDidChange: (listener) => {
      hear = listener;
      return new Disposable(() => undefined);
    },
  };
  return { connection: connection as Connection, kind: 'training-job', name: 'job' };
}

function line(text: string, stream: LogLine['stream'] = 'stdout'): LogLine {
  return { host: 'algo-1', stream, time: TIME, text };
}

async function told(ref: Ref): Promise<readonly string[]> {
  let all = '';
  await followLog(ref, (text) => (all += text), new AbortController().signal);
  const esc = String.fromCharCode(27);
  return all
    .split('\r\n')
    .map((text) => text.replaceAll(new RegExp(`${esc}\\[\\d+m`, 'g'), ''))
    .filter((text) => text !== '');
}

it('says how the job is before its first line, and not again when the news of it comes late', async () => {
  const lines = [line('one'), line('two', 'stderr'), line('three')];
  const wanted = ['Training job job', 'InProgress', 'one', '▏two', 'three', 'Completed', 'job: Completed'];
  for (const late of [0, 1, 2]) expect(await told(job(lines, late))).toEqual(wanted);
});
