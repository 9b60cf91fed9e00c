import { PASSING_ENTRY_SCRIPTS } from '../../../contract/base-entry-scripts';
import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { Command, Origin } from '../dockerfile/types';
import type { Known } from '../known';
import { baseName, createWalk, type StartInputs, type Step, type Walk } from './walk';
import { followProgram, runWordFromPath } from './follow';
import type { Outcome, Start } from './types';

/** What `docker run IMAGE <word>` does; without a word, what `docker run IMAGE` does. Follows programs as far as they are known. */
export function startOf(word: 'train' | 'serve' | undefined, inputs: StartInputs): Start {
  const walk = createWalk(inputs);
  const outcome = begin(word, inputs, walk);
  return {
    word,
    outcome,
    chain: walk.chain,
    servers: walk.servers,
    detached: walk.detached,
    complete: walk.complete && (outcome.kind === 'runs' || 'file' in outcome),
  };
}

function begin(word: 'train' | 'serve' | undefined, inputs: StartInputs, walk: Walk): Outcome {
  const { config, stage } = inputs;
  const entrypoint = config.entrypoint;
  if (!entrypoint.value.known) return { kind: 'unknown', why: entrypoint.value.why };
  const command = entrypoint.value.value;
  if (command && entrypoint.origin.from === 'base' && word) {
    const row = stage.base.row;
    const answer = row ? (word === TRAIN_WORD ? row.train : row.serve) : undefined;
    const passes = command.words.some(
      (it) => it.value.known && PASSING_ENTRY_SCRIPTS.value.includes(baseName(it.value.value)),
    );
    if (passes && putsOnPath(word, inputs)) return runWordFromPath(word, walk);
    if (answer === 'answers' || answer === 'ignores') {
      walk.complete = false;
      return { kind: 'runs' };
    }
    if (answer === 'rejects') {
      return {
        kind: 'rejects',
        why: `the ENTRYPOINT of ${row?.id ?? 'the base image'} ends with an error on the word \`${word}\``,
        range: undefined,
      };
    }
    if (answer === 'passes-on') return runWordFromPath(word, walk);
  }
  if (command) return runCommand(command, entrypoint.origin, word, walk, config.cmd.value);
  if (word) {
    const row = stage.base.row;
    const answer = row && (word === SERVE_WORD ? row.serve : row.train);
    const found = runWordFromPath(word, walk);
    if (answer === 'answers' && (found.kind === 'not-found' || found.kind === 'unknown')) {
      walk.complete = false;
      return { kind: 'runs' };
    }
    return found;
  }
  if (!config.cmd.value.known) return { kind: 'unknown', why: config.cmd.value.why };
  const cmd = config.cmd.value.value;
  if (!cmd) return { kind: 'unknown', why: 'the image has neither ENTRYPOINT nor CMD' };
  return runCommand(cmd, config.cmd.origin, undefined, walk, undefined);
}

/** The Dockerfile itself brings a program of that name, which goes before that of the base image. */
function putsOnPath(word: string, { files, path }: StartInputs): boolean {
  const found = files.which(word, path);
  return found.state === 'present' && found.file.instruction !== undefined;
}

function runCommand(
  command: Command,
  origin: Origin,
  word: string | undefined,
  walk: Walk,
  cmd: Known<Command | undefined> | undefined,
): Outcome {
  if (command.form === 'shell') {
    const script = command.words[0];
    const step: Step = {
      argv: ['/bin/sh', '-c', script?.value.known ? script.value.value : undefined],
      role: 'entrypoint',
      command,
      origin,
      wordAt: undefined,
      word,
      rangeOf: () => script?.range ?? zeroRange,
      file: undefined,
      direct: true,
    };
    return followProgram(step, walk);
  }
  const argv: (string | undefined)[] = command.words.map((it) => (it.value.known ? it.value.value : undefined));
  const own = argv.length;
  let wordAt: number | undefined;
  if (word !== undefined) {
    wordAt = own;
    argv.push(word);
  } else if (cmd?.known && cmd.value) {
    if (cmd.value.form === 'exec') {
      argv.push(...cmd.value.words.map((it) => (it.value.known ? it.value.value : undefined)));
    } else {
      argv.push('/bin/sh', '-c', cmd.value.text);
    }
  }
  const first = command.words[0];
  return followProgram(
    {
      argv,
      role: 'entrypoint',
      command,
      origin,
      wordAt,
      word,
      rangeOf: (index) => (command.words[index] ?? first)?.range ?? zeroRange,
      file: undefined,
      direct: true,
    },
    walk,
  );
}

const zeroRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
