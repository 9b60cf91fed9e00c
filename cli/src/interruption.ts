/** Of a process: what tells it to end. */
export interface Signals {
  on(signal: NodeJS.Signals, handler: () => void): unknown;
  off(signal: NodeJS.Signals, handler: () => void): unknown;
}

const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ctrl-C, as those see it who have something to tidy up. */
export interface Interruption {
  /** From the first call on it is aborted in place of the process. */
  readonly signal: () => AbortSignal;
  readonly happened: () => boolean;
  /** As if Ctrl-C had been pressed: nobody reads what is written any more. */
  readonly trigger: () => void;
  readonly done: () => void;
}

/** Ctrl-C as an AbortSignal, for those commands that have something to tidy up; for others it ends the process as ever. */
export function interruption(process: Signals): Interruption {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  let listening = false;
  return {
    signal: () => {
      if (!listening) for (const name of ENDING) process.on(name, abort);
      listening = true;
      return controller.signal;
    },
    happened: () => controller.signal.aborted,
    trigger: abort,
    done: () => {
      for (const name of ENDING) process.off(name, abort);
    },
  };
}
