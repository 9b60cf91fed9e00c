import type { BuildStep, OnBuildEvent } from './events';
import type { StepName } from './step-name';
import type { FailedStep } from './trace';

const TAIL = 20;
/** The classic builder writes what a step sends to stderr in red. */
const RED = '\u001b[91m';
const RESET = '\u001b[0m';

/** What the builder itself says between the output of the steps. */
const ABOUT_IMAGES = /^ ---> |^Removing intermediate container |^Successfully (?:built|tagged) /;

export interface ClassicLog {
  /** Takes the `stream` of a line. */
  push(text: string): void;
  end(): void;
  /** Ends the running step with a failure. */
  fail(error: string): FailedStep | undefined;
}

/** Makes events of what the classic builder prints: `Step 3/12 : RUN make`, ` ---> Using cache`, and the steps' output. */
export function createClassicLog(onEvent: OnBuildEvent, lineOf: (step: StepName) => number | undefined): ClassicLog {
  let current: BuildStep | undefined;
  let tail: string[] = [];
  const finish = (state: BuildStep['state']): void => {
    if (current !== undefined) {
      onEvent({ ...current, state });
      current = undefined;
    }
  };
  const takeLine = (line: string, stream: 'stdout' | 'stderr'): void => {
    const header = /^Step (\d+)\/(\d+) : (.*)$/s.exec(line);
    if (header !== null) {
      finish('done');
      tail = [];
      const name = { name: header[3] ?? '', stage: undefined, step: Number(header[1]), of: Number(header[2]) };
      // Its numbers run through all stages and instructions, so the text alone finds the line.
      const line = lineOf({ ...name, step: undefined, of: undefined });
      current = { kind: 'step', id: `step-${name.step}`, ...name, cached: false, state: 'running', line };
      onEvent(current);
    } else if (current !== undefined && line === ' ---> Using cache') {
      current = { ...current, cached: true };
    } else if (current !== undefined && line !== '' && !ABOUT_IMAGES.test(line)) {
      tail = [...tail, line].slice(-TAIL);
      onEvent({ kind: 'log', id: current.id, stream, text: line });
    }
  };
  return {
    push(text) {
      const isError = text.startsWith(RED);
      const plain = text.replaceAll(RED, '').replaceAll(RESET, '');
      for (const line of plain.replace(/\r?\n$/, '').split(/\r?\n/)) {
        takeLine(line.slice(line.lastIndexOf('\r') + 1), isError ? 'stderr' : 'stdout');
      }
    },
    end() {
      finish('done');
    },
    fail(error) {
      const failed = current && { ...current, error, tail };
      finish('failed');
      return failed;
    },
  };
}
