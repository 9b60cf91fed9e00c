import { isInterpreter } from '../../../contract/servers';
import { LIBRARY_MODULES } from '../../../contract/toolkit-modules';
import type { ImageFile } from '../context/types';
import type { PythonFacts, ServerStart } from '../readers/types';
import { readNodeServers } from '../readers/node-servers';
import { readPlumber } from '../readers/plumber';
import type { RangeOf } from '../readers/plumber';
import { readServerCommand } from '../readers/server-command';
import { indexText } from '../readers/text-index';
import { findModule } from './find-module';
import { followCompiled, javaSettings } from './follow-compiled';
import { followScript, type Followers } from './follow-script';
import { followSupervisor, isSupervisor } from './follow-supervisor';
import { checkRunnable } from './runnable';
import type { Outcome } from './types';
import { baseName, findFile, findProgram, unknownOutcome, type Step, type Walk } from './walk';
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
  if (isInterpreter(name)) return followInterpreter(step, name, walk);
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
    const outcome = followFile(found.file, step, walk);
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

/** `module:app` → the Python file, so that its routes can be read. */
function followApp(app: string, walk: Walk): void {
  const module = app.split(':')[0] ?? '';
  const file = findModule(module, walk);
  if (file) pushFile(file, walk);
  else walk.complete = false;
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

/** `python script.py serve`, `python -m module`, `bash serve`, `Rscript plumber.R`. */
function followInterpreter(step: Step, name: string, walk: Walk): Outcome {
  const interpreter = baseName(name);
  const index = scriptIndex(step.argv, interpreter);
  const script = index === undefined ? undefined : step.argv[index];
  const server = readServerCommand(step.argv, step.rangeOf);
  // What a Node program does is in its file; without it, it counts as a server of which nothing is known.
  if (server && !(isNode(interpreter) && hasText(script, walk))) {
    pushLink(step, undefined, walk);
    return addServer(server, step, walk);
  }
  if (index === undefined || script === undefined) {
    pushLink(step, undefined, walk);
    if (index === undefined && step.argv.length === 1) return { kind: 'runs' };
    walk.complete = false;
    return { kind: 'runs' };
  }
  if (step.argv[index - 1] === '-m') return followModule(script, index, step, walk);
  const found = findScript(script, interpreter, walk);
  pushLink(step, found.state === 'present' ? found.file : undefined, walk);
  if (found.state === 'absent') return { kind: 'not-found', program: script };
  if (found.state === 'unknown') {
    walk.complete = false;
    return index === step.wordAt ? { kind: 'unknown', why: found.why } : { kind: 'runs' };
  }
  const wordAt = step.wordAt === index ? undefined : step.wordAt;
  const inner: Step = {
    ...step,
    argv: step.argv.slice(index),
    wordAt: wordAt === undefined ? undefined : wordAt - index,
    direct: false,
  };
  return followFile(found.file, inner, walk, interpreter);
}

/** bash looks in WORKDIR first, then on PATH; the others in WORKDIR only. */
function findScript(script: string, interpreter: string, walk: Walk): ReturnType<typeof findFile> {
  const found = findFile(script, walk);
  if (found.state !== 'absent' || !/sh$/.test(interpreter) || script.includes('/')) return found;
  return walk.inputs.files.which(script, walk.inputs.path);
}

function followModule(module: string, index: number, step: Step, walk: Walk): Outcome {
  const file = findModule(module, walk);
  pushLink(step, file, walk);
  if (!file && LIBRARY_MODULES.includes(module)) return { kind: 'not-found', program: `python -m ${module}` };
  if (!file) {
    walk.complete = false;
    return { kind: 'runs' };
  }
  const wordAt = step.wordAt === undefined ? undefined : step.wordAt - index;
  return followFile(file, { ...step, argv: step.argv.slice(index), wordAt, direct: false }, walk, 'python');
}

/** Index of the script or module among the arguments of an interpreter; undefined when there is none (or code is given inline). */
function scriptIndex(argv: readonly (string | undefined)[], interpreter: string): number | undefined {
  const takesValue = /^python/.test(interpreter) ? new Set(['-W', '-X']) : new Set(['-o', '-O', '-r', '--require']);
  for (let i = 1; i < argv.length; i += 1) {
    const argument = argv[i];
    if (argument === undefined) return i;
    if (argument === '-m') return i + 1 < argv.length ? i + 1 : undefined;
    if (argument === '-c' || argument === '-e' || argument === '--eval' || argument === '-jar') return undefined;
    if (takesValue.has(argument)) i += 1;
    else if (!argument.startsWith('-')) return i;
  }
  return undefined;
}

/** Reads what the file does, when its text is known. */
function followFile(file: ImageFile, step: Step, walk: Walk, interpreter?: string): Outcome {
  if (walk.seen.has(`${file.path} ${step.wordAt ?? ''}`)) return { kind: 'runs' };
  walk.seen.add(`${file.path} ${step.wordAt ?? ''}`);
  if (file.text === undefined) {
    walk.complete = false;
    if (file.instruction) followCompiled(walk);
    return { kind: 'runs' };
  }
  const language = languageOf(file, interpreter);
  if (language === 'python') return followPython(file, step, walk);
  if (language === 'shell') return followScript(file, { ...step, file }, walk, FOLLOWERS);
  walk.complete = false;
  if (language === 'r' || language === 'node') {
    for (const server of otherServers(language, file.text)) walk.servers.push({ server, file });
  }
  return { kind: 'runs' };
}

function otherServers(language: 'r' | 'node', text: string): readonly ServerStart[] {
  const index = indexText(text);
  const rangeOf: RangeOf = (start, end) => index.range(start, end);
  if (language === 'node') return readNodeServers(text, rangeOf);
  const plumber = readPlumber(text, rangeOf);
  return plumber ? [plumber] : [];
}

function isNode(interpreter: string): boolean {
  return /^node(?:js)?$/.test(interpreter);
}

function hasText(script: string | undefined, walk: Walk): boolean {
  const found = script === undefined ? undefined : findFile(script, walk);
  return found?.state === 'present' && found.file.text !== undefined;
}

type Language = 'python' | 'shell' | 'r' | 'node' | 'other';

/** By interpreter, then shebang, then file name. */
export function languageOf(file: ImageFile, interpreter?: string): Language {
  const by = interpreter ?? /^(?:\uFEFF)?#!([^\n\r]*)/.exec(file.text ?? '')?.[1] ?? '';
  if (/python/.test(by)) return 'python';
  if (/\b(?:ba|da|k|z|a)?sh\b/.test(by)) return 'shell';
  if (/\b(?:Rscript|R)\b/.test(by)) return 'r';
  if (/\bnode(?:js)?\b/.test(by)) return 'node';
  if (by !== '') return 'other';
  if (file.path.endsWith('.py')) return 'python';
  if (/\.(?:ba)?sh$/.test(file.path)) return 'shell';
  return 'other';
}

function followPython(file: ImageFile, step: Step, walk: Walk): Outcome {
  const facts = walk.inputs.python(file);
  if (!facts) {
    walk.complete = false;
    return { kind: 'runs' };
  }
  for (const server of serversAsStarted(file, facts, step, walk)) {
    walk.servers.push({ server, file });
    if (server.app !== undefined) followApp(server.app, walk);
  }
  const { positionalChoices } = facts;
  if (positionalChoices && step.wordAt === 1 && step.word !== undefined && !positionalChoices.includes(step.word)) {
    return {
      kind: 'rejects',
      why: `\`${baseName(file.path)}\` does not know the word \`${step.word}\``,
      range: file.range,
      knows: positionalChoices,
    };
  }
  const missing = missingArguments(facts, step);
  if (missing !== undefined) {
    const why = `\`${baseName(file.path)}\` ends with an error unless it is given ${missing}`;
    return { kind: 'rejects', why, range: file.range, wantsMore: true };
  }
  if (facts.rejectsExtraArgument && step.wordAt !== undefined) {
    return {
      kind: 'rejects',
      why: `\`${baseName(file.path)}\` parses its arguments and does not know \`${step.word ?? ''}\``,
      range: file.range,
    };
  }
  return { kind: 'runs' };
}

/** What the program insists on and the command line does not give, in words. */
function missingArguments({ requires }: PythonFacts, step: Step): string | undefined {
  const args = step.argv.slice(1);
  if (!requires || step.wordAt === undefined || !args.every((it) => it !== undefined)) return undefined;
  const option = requires.options.find((flags) =>
    flags.every((flag) => !args.some((it) => it === flag || it.startsWith(`${flag}=`))),
  );
  if (option) return `\`${option.at(-1) ?? ''}\``;
  return args.length === 1 && requires.words > 1 ? `${requires.words} words` : undefined;
}

/** Where a server binds may be told by the arguments of the program. */
function serversAsStarted(file: ImageFile, facts: PythonFacts, step: Step, walk: Walk): readonly ServerStart[] {
  const args = step.argv.slice(1);
  const told = facts.usesOptions && facts.servers.some((it) => it.dynamic || it.unknowns.length > 0);
  if (!told || !args.every((it) => it !== undefined)) return facts.servers;
  return walk.inputs.python(file, args)?.servers ?? facts.servers;
}

function pushLink(step: Step, file: ImageFile | undefined, walk: Walk, receivesWord = step.wordAt !== undefined): void {
  walk.chain.push({ role: step.role, command: step.command, argv: step.argv, file, origin: step.origin, receivesWord });
}

function pushFile(file: ImageFile, walk: Walk): void {
  walk.chain.push({
    role: 'script',
    command: undefined,
    argv: [file.path],
    file,
    origin: undefined,
    receivesWord: false,
  });
}

const fallbackRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const FOLLOWERS: Followers = { program: followProgram, server: addServer, word: runWordFromPath };
