import { LIBRARY_MODULES } from '../../../contract/toolkit-modules';
import { readServerCommand } from '../readers/server-command';
import { findModule } from './find-module';
import { followFile } from './follow-file';
import type { Followers } from './follow-script';
import { pushLink } from './links';
import type { Outcome } from './types';
import { baseName, findFile, type Step, type Walk } from './walk';

/** `python script.py serve`, `python -m module`, `bash serve`, `Rscript plumber.R`. */
export function followInterpreter(step: Step, name: string, walk: Walk, followers: Followers): Outcome {
  const interpreter = baseName(name);
  const index = scriptIndex(step.argv, interpreter);
  const script = index === undefined ? undefined : step.argv[index];
  const server = readServerCommand(step.argv, step.rangeOf);
  // What a Node program does is in its file; without it, it counts as a server of which nothing is known.
  if (server && !(isNode(interpreter) && hasText(script, walk))) {
    pushLink(step, undefined, walk);
    return followers.server(server, step, walk);
  }
  if (index === undefined || script === undefined) {
    pushLink(step, undefined, walk);
    if (index === undefined && step.argv.length === 1) return { kind: 'runs' };
    walk.complete = false;
    return { kind: 'runs' };
  }
  if (step.argv[index - 1] === '-m') return followModule(script, index, step, walk, followers);
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
  return followFile(found.file, inner, walk, followers, interpreter);
}

/** bash looks in WORKDIR first, then on PATH; the others in WORKDIR only. */
function findScript(script: string, interpreter: string, walk: Walk): ReturnType<typeof findFile> {
  const found = findFile(script, walk);
  if (found.state !== 'absent' || !/sh$/.test(interpreter) || script.includes('/')) return found;
  return walk.inputs.files.which(script, walk.inputs.path);
}

function followModule(module: string, index: number, step: Step, walk: Walk, followers: Followers): Outcome {
  const file = findModule(module, walk);
  pushLink(step, file, walk);
  if (!file && LIBRARY_MODULES.includes(module)) return { kind: 'not-found', program: `python -m ${module}` };
  if (!file) {
    walk.complete = false;
    return { kind: 'runs' };
  }
  const wordAt = step.wordAt === undefined ? undefined : step.wordAt - index;
  return followFile(file, { ...step, argv: step.argv.slice(index), wordAt, direct: false }, walk, followers, 'python');
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

function isNode(interpreter: string): boolean {
  return /^node(?:js)?$/.test(interpreter);
}

function hasText(script: string | undefined, walk: Walk): boolean {
  const found = script === undefined ? undefined : findFile(script, walk);
  return found?.state === 'present' && found.file.text !== undefined;
}
