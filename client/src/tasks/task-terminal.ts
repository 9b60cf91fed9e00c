import { EventEmitter } from 'vscode';
import type { Pseudoterminal } from 'vscode';
import { bad, remark } from '../logs/log-text';
import { paced } from '../logs/paced';
import { errorText, isAborted } from '../show-error';

const CTRL_C = '\u0003';

/** Exit code of a process that Ctrl-C ended. */
const INTERRUPTED = 130;

/** The terminal of a task: runs `act` when it is opened, and ends with the exit code that this answers. */
export function taskTerminal(
  act: (write: (text: string) => void, signal: AbortSignal) => Promise<number>,
  cancelled: string,
): Pseudoterminal {
  const output = new EventEmitter<string>();
  const ended = new EventEmitter<number>();
  const stop = new AbortController();
  const out = paced((text) => {
    output.fire(text);
  });
  const end = (code: number): void => {
    out.flush();
    ended.fire(code);
  };
  return {
    onDidWrite: output.event,
    onDidClose: ended.event,
    open: () => {
      act(out.add, stop.signal).then(end, (error: unknown) => {
        if (stop.signal.aborted || isAborted(error)) {
          out.add(remark(cancelled));
          end(INTERRUPTED);
          return;
        }
        out.add(bad(errorText(error, '\n')));
        end(1);
      });
    },
    handleInput: (text) => {
      if (text === CTRL_C) stop.abort();
    },
    // Also when the task is terminated: what it started is ended by the signal.
    close: () => {
      stop.abort();
    },
  };
}
