import { EXIT_CODES } from '../../../contract/launch';
import type { RequirementId } from '../../../contract/requirements';
import { explain } from './start-problem';
import type { Launch } from './start-problem';

/** How a container ended. */
export interface ContainerEnd {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** We asked for it. */
  readonly stopped: boolean;
  /** The engine went away while it ran, and took it along: what its exit code says then is not its own doing. */
  readonly withEngine?: boolean;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  /** The last lines it wrote, oldest first. */
  readonly lastLines: readonly string[];
}

export interface ExitProblem {
  readonly message: string;
  readonly remedy: string | undefined;
  readonly requirements: readonly RequirementId[];
}

/** runc says this in the container’s own output when the program can’t be executed; the start itself succeeds. */
const EXEC_FAILED = /^exec \S+: (?:exec format error|permission denied|no such file or directory)$/;
const CRLF_INTERPRETER = /env: .*\\r.*: No such file or directory|bad interpreter: .*\^M/i;

const ENGINE_LOST: ExitProblem = {
  message: 'The Docker Engine stopped while the container ran, which ended the container.',
  remedy: 'Start it again now that the engine runs; nothing is wrong with the container.',
  requirements: [],
};

/** Whether the container did what it was there for. */
export function succeeded(end: ContainerEnd): boolean {
  return end.exitCode === 0 && (end.withEngine !== true || end.stopped);
}

/** What an exit code other than 0 means; undefined for success. */
export function exitProblem(end: ContainerEnd, launch: Launch, memoryLimit?: number): ExitProblem | undefined {
  const { exitCode, lastLines } = end;
  if (end.outOfMemory) return memoryProblem(memoryLimit);
  if (end.withEngine === true && !end.stopped) return ENGINE_LOST;
  if (exitCode === 0) return undefined;
  const failed = lastLines.find((line) => EXEC_FAILED.test(line.trim()));
  const found = failed === undefined ? undefined : explain(failed.trim(), launch);
  if (found !== undefined) return { requirements: [], ...found };
  if (lastLines.some((line) => CRLF_INTERPRETER.test(line))) {
    return {
      message: `A script of ${launch.image} has Windows line ends, so its interpreter is not found.`,
      remedy: 'Convert it to LF and add `* text=auto eol=lf` to .gitattributes.',
      requirements: ['LAUNCH-12'],
    };
  }
  const meaning = EXIT_CODES[exitCode];
  const message = `The container ended with exit code ${exitCode}${signalText(exitCode)}.`;
  return {
    message: meaning === undefined || end.stopped ? message : `${message} ${meaning}`,
    remedy: undefined,
    requirements: [],
  };
}

function memoryProblem(limit: number | undefined): ExitProblem {
  const of = limit === undefined ? '' : ` of ${Math.round(limit / 2 ** 20)} MiB`;
  return {
    message: `The container ran out of memory: the system ended it at its limit${of}.`,
    remedy:
      limit === undefined
        ? 'Give Docker more memory, or let the job use less (smaller batches, fewer workers).'
        : 'Raise `"memory"` in the .local.json, or let the job use less (smaller batches, fewer workers).',
    requirements: [],
  };
}

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

function signalText(exitCode: number): string {
  const name = SIGNALS[exitCode - 128];
  return name === undefined ? '' : ` (${name})`;
}
