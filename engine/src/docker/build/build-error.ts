import { UserError } from '../../user-error';
import { ecrImageIn, signInRemedy } from '../sign-in';
import type { DockerfileLines } from './dockerfile-lines';
import type { FailedStep } from './trace';

/** A place in a Dockerfile. */
export interface DockerfilePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A build that failed, with the instruction that did it, and the last lines it wrote. */
export class BuildError extends UserError {
  constructor(
    message: string,
    remedy: string,
    readonly place: DockerfilePlace | undefined,
    readonly tail: readonly string[],
    options?: ErrorOptions,
  ) {
    super(message, remedy, options);
  }
}

export interface Failure {
  /** What the engine says. */
  readonly message: string;
  readonly step: FailedStep | undefined;
}

/** Makes an error that names the line and what to do, from the words of the engine. */
export function explainFailure(failure: Failure, file: string, lines: DockerfileLines): BuildError {
  const { message, step } = failure;
  const line = findLine(failure, lines);
  const place = line === undefined ? undefined : { file, line };
  const where = line === undefined ? '' : ` on line ${line}`;
  const instruction = step?.step === undefined ? (line === undefined ? '' : (lines.textAt(line) ?? '')) : step.name;
  const subject = instruction === '' ? 'The build' : shorten(instruction);
  const foreign = step?.tail.find((text) => text.endsWith('exec format error'));
  const { reason, remedy } = explain(foreign ?? message);
  return new BuildError(`${subject} failed${where}: ${reason}`, remedy, place, step?.tail ?? []);
}

function findLine({ message, step }: Failure, lines: DockerfileLines): number | undefined {
  // "dockerfile parse error line 3: …" (20.10), "dockerfile parse error on line 3: …", "Dockerfile:3".
  const named = /(?:parse error(?: on)? line |dockerfile line |Dockerfile:)(\d+)/i.exec(message)?.[1];
  if (named !== undefined) {
    return Number(named);
  }
  const stepLine = step && lines.lineOf(step);
  if (stepLine !== undefined) {
    return stepLine;
  }
  const base = /load metadata for (\S+)$/.exec(step?.name ?? '')?.[1];
  const baseLine = base === undefined ? undefined : lines.lineOfBase(base);
  if (baseLine !== undefined) {
    return baseLine;
  }
  const command =
    /executor failed running \[(?:\/bin\/sh -c )?(.*)\]: exit code/s.exec(message) ??
    /process "(?:\/bin\/sh -c )?(.*)" did not complete/s.exec(message) ??
    /The command '(?:\/bin\/sh -c )?(.*)' returned a non-zero code/s.exec(message);
  return command?.[1] === undefined ? undefined : lines.lineOfRun(command[1]);
}

interface Explanation {
  readonly reason: string;
  readonly remedy: string;
}

const KNOWN: readonly (readonly [RegExp, (match: RegExpExecArray) => Explanation])[] = [
  [
    // The last one: the command itself may speak of exit codes.
    /^.*(?:exit code:?|non-zero code:) (\d+)/is,
    ([, code]) => ({
      reason:
        code === '137'
          ? 'it was killed (exit code 137), most likely out of memory.'
          : `it ended with exit code ${code}.`,
      remedy: code === '137' ? 'Give the engine more memory.' : 'Read what the step wrote, and correct its command.',
    }),
  ],
  [
    /exec format error/i,
    () => ({
      reason: 'this machine cannot run programs of the image’s platform.',
      remedy: 'Install emulation for the platform (docker run --privileged --rm tonistiigi/binfmt --install all).',
    }),
  ],
  [
    /secret (\S+?):? not found/i,
    ([, id]) => ({ reason: `the secret ${id} is not given.`, remedy: `Pass the secret ${id} to the build.` }),
  ],
  [
    /"?([^"\s]+)"?:? not found: not found|"([^"]+)": not found|(?:COPY|ADD) failed:.*?(\S+): no such file/i,
    (match) => ({
      reason: `${match[1] ?? match[2] ?? match[3] ?? 'a file'} is not in the build context.`,
      remedy: 'Check the path, which is relative to the context folder, and that .dockerignore does not leave it out.',
    }),
  ],
  [
    /no space left on device/i,
    () => ({ reason: 'the disk of the engine is full.', remedy: 'Make room, for example with: docker builder prune.' }),
  ],
  [
    /unauthorized|no basic auth credentials|access denied|authorization failed|403 Forbidden/i,
    (match) => ({
      reason: 'the registry does not let us read the image.',
      remedy: signInRemedy(ecrImageIn(match.input) ?? ''),
    }),
  ],
  [
    /target stage "?([^"\s]+)"? could not be found|failed to reach build target (\S+)/i,
    (match) => ({
      reason: `there is no stage named ${match[1] ?? match[2] ?? ''}.`,
      remedy: 'Name a stage of this Dockerfile as the target: FROM … AS <name>.',
    }),
  ],
  [
    /no such host|failed to do request|dial tcp|manifest unknown|not found$/i,
    (match) => ({
      reason: `an image or a registry could not be reached. ${clean(match.input)}`,
      remedy: 'Check the image in FROM (or # syntax=), and the network of the engine.',
    }),
  ],
  [
    /parse error(?: on)? line \d+: (.*)/is,
    ([, text = '']) => ({ reason: `${clean(text)}.`, remedy: 'Correct the instruction.' }),
  ],
];

/** The ends of a message say what happened; in between stands the command, of any length. */
const ENDS = 4_096;

function explain(whole: string): Explanation {
  const message = whole.length > 2 * ENDS ? `${whole.slice(0, ENDS)} … ${whole.slice(-ENDS)}` : whole;
  for (const [pattern, explanation] of KNOWN) {
    const match = pattern.exec(message);
    if (match !== null) {
      return explanation(match);
    }
  }
  return { reason: clean(message), remedy: 'Correct the Dockerfile, or the arguments of the build, and build again.' };
}

function clean(message: string): string {
  return message
    .replace(
      /^(?:failed to solve(?: with frontend \S+)?:\s*|failed to create LLB definition:\s*|rpc error: code = \w+ desc = )+/i,
      '',
    )
    .trim();
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
