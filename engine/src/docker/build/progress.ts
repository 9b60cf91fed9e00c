import type { OnBuildEvent } from './events';
import type { OnTransfer } from './filesync';

const INTERVAL = 100;

export interface TransferCounter {
  /** Counts one more transfer: the Dockerfile, .dockerignore and the context are sent apart. */
  begin(): OnTransfer;
  /** Reports the end state. */
  end(): void;
}

/** Adds up transfers, and reports them ten times a second at most. */
export function countTransfers(onEvent: OnBuildEvent, now: () => number = Date.now): TransferCounter {
  const transfers: { files: number; bytes: number }[] = [];
  const last = { time: -INTERVAL, isReported: true };
  const report = (): void => {
    last.time = now();
    last.isReported = true;
    const sum = (member: 'files' | 'bytes'): number => transfers.reduce((total, each) => total + each[member], 0);
    onEvent({ kind: 'context', files: sum('files'), bytes: sum('bytes') });
  };
  return {
    begin() {
      const own = { files: 0, bytes: 0 };
      transfers.push(own);
      return (files, bytes) => {
        Object.assign(own, { files, bytes });
        last.isReported = false;
        if (now() - last.time >= INTERVAL) {
          report();
        }
      };
    },
    end() {
      if (!last.isReported) {
        report();
      }
    },
  };
}
