import { isInterpreter } from '../../../contract/servers';
import type { ImageFile } from '../context/types';
import { readServerCommand } from '../readers/server-command';
import type { ServerStart } from '../readers/types';
import { followApp } from './follow-app';
import { followCompiled, javaSettings } from './follow-compiled';
import { followFile } from './follow-file';
import { followInterpreter } from './follow-interpreter';
import { followScript, type Followers } from './follow-script';
import { followSupervisor, isSupervisor } from './follow-supervisor';
import { pushLink } from './links';
import { checkRunnable } from './runnable';
import type { Outcome } from './types';
import { findProgram, unknownOutcome, type Step, type Walk } from './walk';
import { isWrapper, shellScriptArgument, stripWrapper } from './wrappers';

const MAX_DEPTH = 8;

/** The word itself is the program: no ENTRYPOINT, or one that runs `"$@"`. */
export function runWordFromPath(word: string, walk: Walk): Outcome {
  return followProgram(
    {
      argv: [word],
      role: 'program',
      command: undefined,
      origin: undefined,
      word: undefined,
      wordAt: undefined,
      rangeOf: () => fallbackRange,
      file: undefined,
      direct: true,
    },
    walk,
  );
}

/** Runs one command line and what it starts. */
export function followProgram(step: Step, walk: Walk): Outcome {
  if (walk.depth >= MAX_DEPTH) return unknownOutcome(walk, 'the chain of programs is too long to follow');
  walk.depth += 1;
  try {
    return follow(step, walk);
  } finally {
    walk.depth -= 1;
  }
}

function follow(step: Step, walk: Walk): Outcome {
  const [program] = step.argv;
  if (program !== undefined && (isWrapper(program) || isInterpreter(program)) && walk.inputs.lacksProgram(program)) {
    pushLink(step, undefined, walk);
    return { kind: 'not-found', program };
  }
  const unwrapped = stripWrapper(step);
  if (unwrapped) {
    pushLink(step, undefined, walk);
    if (unwrapped.argv.length === 0)
      return { kind: 'rejects', why: 'it is started without a program to run', range: step.rangeOf(0) };
    return followProgram(unwrapped, walk);
  }
  const name = step.argv[0];
  if (name === undefined) {
    pushLink(step, undefined, walk);
    return unknownOutcome(walk, 'the program depends on a variable that is not known');
  }
  const shell = shellScriptArgument(step);
  if (shell) return followInlineScript(step, shell, walk);
  if (isInterpreter(name)) return followInterpreter(step, name, walk, FOLLOWERS);
  return followNamed(step, name, walk);
}

/** A program that is neither a wrapper nor an interpreter: a file of the image, or a server we know. */
function followNamed(step: Step, name: string, walk: Walk): Outcome {
  const found = findProgram(name, walk);
  if (isSupervisor(name) && (found.state !== 'present' || found.file.text === undefined)) {
    pushLink(step, undefined, walk);
    return followSupervisor(step, walk, FOLLOWERS);
  }
  const server = readServerCommand(step.argv, step.rangeOf);
  if (found.state === 'present' && (found.file.text !== undefined || !server)) {
    pushLink(step, found.file, walk);
    const problem = step.direct ? checkRunnable(found.file, walk.inputs) : undefined;
    // What it would start is worth knowing also while it can't be executed yet.
    const outcome = followFile(found.file, step, walk, FOLLOWERS);
    return problem ?? outcome;
  }
  pushLink(step, undefined, walk);
  if (server) return addServer(server, step, walk);
  if (found.state === 'absent') {
    // A program we don't know, called by name: only the appended word, or a path, is surely wrong when nothing is there.
    const byPath = name.startsWith('/') || (name.includes('/') && step.direct);
    if (step.role === 'program' || byPath || step.wordAt === 0) return { kind: 'not-found', program: name };
  }
  walk.complete = false;
  if (step.role === 'program' || name.startsWith('/')) followCompiled(walk);
  return found.state === 'unknown' && step.role === 'program' ? { kind: 'unknown', why: found.why } : { kind: 'runs' };
}

function addServer(server: ServerStart, step: Step, walk: Walk): Outcome {
  // A Java program that its command line doesn't tell where to listen.
  const packed = server.program === 'other' && !server.port && !server.host ? javaSettings(step, walk) : undefined;
  walk.servers.push(packed ?? { server, file: step.file });
  if (server.app !== undefined) followApp(server.app, walk);
  if (step.wordAt !== undefined && server.rejectsExtraArgument) {
    return {
      kind: 'rejects',
      why: `\`${server.program}\` does not know the argument \`${step.word ?? ''}\``,
      range: step.rangeOf(0),
    };
  }
  return { kind: 'runs' };
}

/** `sh -c "script" …`. */
function followInlineScript(
  step: Step,
  shell: {
    readonly script: string | undefined;
    readonly scriptIndex: number;
    readonly rest: readonly (string | undefined)[];
  },
  walk: Walk,
): Outcome {
  if (shell.scriptIndex === step.wordAt && step.word !== undefined) {
    // `["bash", "-c"]` + `serve`: the shell runs the word as a command.
    pushLink(step, undefined, walk);
    return followProgram(
      { ...step, argv: [step.word], role: 'program', word: undefined, wordAt: undefined, direct: true },
      walk,
    );
  }
  pushLink(step, undefined, walk, shell.rest.length > 1);
  if (shell.script === undefined) return unknownOutcome(walk, 'the shell script is not known');
  // `$0` swallows the first argument; only what comes after it is `"$@"`.
  const words = shell.rest.slice(1);
  const wordAt = words.length > 0 && step.word !== undefined ? words.length : undefined;
  const place = step.rangeOf(shell.scriptIndex);
  return followScript(inlineFile(shell.script), { ...step, argv: ['sh', ...words], wordAt }, walk, FOLLOWERS, place);
}

function inlineFile(text: string): ImageFile {
  return {
    path: '',
    type: 'file',
    executable: 'yes',
    source: undefined,
    text,
    instruction: undefined,
    range: undefined,
    lineEndsRepaired: false,
    provenance: 'the command line',
    linkTo: undefined,
  };
}

const fallbackRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const FOLLOWERS: Followers = { program: followProgram, server: addServer, word: runWordFromPath };
