import type { OnBuildEvent } from './events';

const INTERVAL = 100;

export interface TransferCounter {
  /** Totals of one transfer, such as that of the Dockerfile or of the context. */
  set(transfer: string, files: number, bytes: number): void;
  /** Reports the end state. */
  end(): void;
}

/** Adds up transfers, and reports them ten times a second at most. */
export function countTransfers(onEvent: OnBuildEvent): TransferCounter {
  const transfers = new Map<string, { readonly files: number; readonly bytes: number }>();
  let last = 0;
  let pending = false;
  const report = (): void => {
    const all = [...transfers.values()];
    const sum = (member: 'files' | 'bytes'): number => all.reduce((total, each) => total + each[member], 0);
    last = Date.now();
    pending = false;
    onEvent({ kind: 'context', files: sum('files'), bytes: sum('bytes') });
  };
  return {
    set(transfer, files, bytes) {
      transfers.set(transfer, { files, bytes });
      pending = true;
      if (Date.now() - last >= INTERVAL) {
        report();
      }
    },
    end() {
      if (pending) {
        report();
      }
    },
  };
}
