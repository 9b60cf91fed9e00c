import type { StepName } from './step-name';

interface Instruction {
  readonly keyword: string;
  /** All its lines in one, blanks made single. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly stage: number;
}

export interface DockerfileLines {
  /** The line of a step, by its text, else by its number. */
  readonly lineOf: (step: StepName) => number | undefined;
  /** The line of a RUN by the command it runs. */
  lineOfRun(command: string): number | undefined;
  /** The line of the FROM that names an image. */
  lineOfBase(image: string): number | undefined;
  textAt(line: number): string | undefined;
  /** The images after FROM, as they are written. */
  readonly bases: readonly string[];
}

/** Instructions that BuildKit counts as steps besides the FROM. */
const COUNTED = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/** Reads as much of a Dockerfile as is needed to say which line a failing step stands on. */
export function readDockerfileLines(text: string): DockerfileLines {
  const instructions = readInstructions(text);
  const stages = instructions.filter(({ keyword }) => keyword === 'FROM');
  const names = stages.map(({ text: from }) => /\sAS\s+(\S+)\s*$/i.exec(from)?.[1]?.toLowerCase());
  const stageOf = (name: string | undefined): number | undefined => {
    if (name === undefined) {
      return stages.length === 1 ? 0 : undefined;
    }
    const named = names.indexOf(name.toLowerCase());
    return named >= 0 ? named : readStageNumber(name);
  };
  const byNumber = (step: StepName): Instruction | undefined => {
    const stage = stageOf(step.stage);
    const inStage = instructions.filter((instruction) => instruction.stage === stage);
    const counted = inStage.filter(({ keyword }) => COUNTED.has(keyword));
    if (step.step === undefined || step.of === undefined) {
      return undefined;
    }
    // A stage that goes on from another one, or from scratch, has no step for its FROM.
    const before = step.of - counted.length;
    return before === 1 && step.step === 1 ? inStage[0] : before >= 0 ? counted[step.step - 1 - before] : undefined;
  };
  return {
    lineOf(step) {
      const wanted = normal(step.name);
      const numbered = byNumber(step);
      if (numbered?.text === wanted) {
        return numbered.line;
      }
      const stage = stageOf(step.stage);
      const same = instructions.filter(
        (instruction) => instruction.text === wanted && (stage === undefined || instruction.stage === stage),
      );
      const keyword = /^\w+/.exec(wanted)?.[0]?.toUpperCase();
      return same.length === 1 ? same[0]?.line : numbered?.keyword === keyword ? numbered?.line : same[0]?.line;
    },
    lineOfRun(command) {
      const wanted = normal(command);
      return instructions.find(({ keyword, text: run }) => keyword === 'RUN' && wanted !== '' && run.endsWith(wanted))
        ?.line;
    },
    lineOfBase(image) {
      const wanted = fullReference(image);
      return stages.find((from) => fullReference(baseOf(from)) === wanted)?.line;
    },
    textAt: (line) => instructions.find((instruction) => instruction.line === line)?.text,
    bases: stages.map(baseOf),
  };
}

function baseOf({ text }: Instruction): string {
  return (
    text
      .split(' ')
      .slice(1)
      .find((word) => !word.startsWith('--')) ?? ''
  );
}

/** `python` as the engine calls it: `docker.io/library/python:latest`. */
function fullReference(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = isHost ? image : `docker.io/${rest.length > 0 ? '' : 'library/'}${image}`;
  return /[:@][^/]*$/.test(path) ? path : `${path}:latest`;
}

function readStageNumber(name: string): number | undefined {
  const number = /^stage-(\d+)$/.exec(name)?.[1];
  return number === undefined ? undefined : Number(number);
}

function normal(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function readInstructions(text: string): readonly Instruction[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const escape = readEscape(lines);
  const instructions: Instruction[] = [];
  let stage = -1;
  for (let at = 0; at < lines.length; at += 1) {
    const start = at;
    if (isIdle(lines[at] ?? '')) {
      continue;
    }
    const parts: string[] = [];
    for (; at < lines.length; at += 1) {
      const line = lines[at] ?? '';
      if (at > start && isIdle(line)) {
        continue;
      }
      const trimmed = line.trimEnd();
      parts.push(trimmed.endsWith(escape) ? trimmed.slice(0, -1) : line);
      if (!trimmed.endsWith(escape)) {
        break;
      }
    }
    const joined = normal(parts.join(''));
    const keyword = (/^\w+/.exec(joined)?.[0] ?? '').toUpperCase();
    stage += keyword === 'FROM' ? 1 : 0;
    instructions.push({ keyword, text: joined.replace(/^\w+/, keyword), line: start + 1, stage });
    at = ['RUN', 'COPY', 'ADD'].includes(keyword) ? endOfHeredocs(lines, at, joined) : at;
  }
  return instructions;
}

function isIdle(line: string): boolean {
  const trimmed = line.trim();
  return trimmed === '' || trimmed.startsWith('#');
}

function readEscape(lines: readonly string[]): string {
  for (const line of lines) {
    const directive = /^\s*#\s*(\w+)\s*=\s*(\S+)/.exec(line);
    if (directive === null) {
      break;
    }
    if (directive[1]?.toLowerCase() === 'escape') {
      return directive[2] === '`' ? '`' : '\\';
    }
  }
  return '\\';
}

/** The last line of the heredocs that the instruction opens. */
function endOfHeredocs(lines: readonly string[], from: number, instruction: string): number {
  let at = from;
  for (const [, dash, , word] of instruction.matchAll(/(?<![<\w])<<(-?)(["']?)([A-Za-z_]\w*)\2/g)) {
    const end = lines.findIndex((line, index) => index > at && (dash ? line.replace(/^\t+/, '') : line) === word);
    at = end < 0 ? at : end;
  }
  return at;
}
