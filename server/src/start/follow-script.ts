import type { Range } from 'vscode-languageserver-types';
import type { ImageFile } from '../context/types';
import { fillText } from '../readers/template';
import type { Located, ServerStart, ShellScriptFacts } from '../readers/types';
import { relocate } from './relocate';
import type { Outcome } from './types';
import { baseName, unknownOutcome, type Step, type Walk } from './walk';

/** How what a script starts is followed further. */
export interface Followers {
  program(step: Step, walk: Walk): Outcome;
  server(server: ServerStart, step: Step, walk: Walk): Outcome;
  /** The word as a program on PATH. */
  word(word: string, walk: Walk): Outcome;
}

/** What a shell script does with the arguments it is given. `place`: where the script stands when it has no file of its own. */
export function followScript(file: ImageFile, step: Step, walk: Walk, run: Followers, place?: Range): Outcome {
  const given = step.argv.slice(1);
  const args = given.every((it) => it !== undefined) ? given : undefined;
  const facts = walk.inputs.script(file, args, step.wordAt === undefined ? undefined : step.wordAt - 1);
  if (!facts) return unknownOutcome(walk, 'the shell script can not be read');
  const idle = args && doesNothing(file, facts, step, walk);
  if (idle) return idle;
  const { word, wordAt } = step;
  if (!args && word !== undefined && wordAt !== undefined && onlyPassesOn(facts)) return run.word(word, walk);
  let result: Outcome = { kind: 'runs' };
  for (const command of inOrder(facts)) {
    const placed = place ? inPlace(command, place) : command;
    const outcome = followCommand(placed, facts.argumentAt.get(command), step, walk, run);
    if (outcome.kind === 'unknown') walk.complete = false;
    // How the last command ends is how the script ends; others may fail and be forgiven.
    else result = facts.surely.has(command) && isCertain(outcome, facts, command) ? outcome : { kind: 'runs' };
  }
  if (facts.servers.length === 0 && facts.starts.length === 0) walk.complete = false;
  if (result.kind === 'not-found' && mayBring(result.program, facts, file.text ?? '')) {
    return unknownOutcome(walk, `the script may bring \`${result.program}\` itself`);
  }
  return result;
}

/** A script may change PATH, and fetch, copy or write programs, before it runs them. */
function mayBring(program: string, facts: ShellScriptFacts, text: string): boolean {
  if (!program.includes('/')) return facts.opaque || /\bPATH=|\bactivate\b|\bpip3?\b|\bconda\b|\bapt/.test(text);
  return facts.opaque || /\b(?:aws|git|curl|wget|tar|unzip|gunzip|cp|mv|ln|tee|rsync|gsutil|pip3?)\b|>(?!&)/.test(text);
}

/** A failure that the word brings about, or a program that is missing wherever the script has gone with `cd`. */
function isCertain(outcome: Outcome, facts: ShellScriptFacts, command: ScriptStart): boolean {
  if (facts.argumentAt.has(command)) return true;
  if (outcome.kind !== 'not-found') return false;
  return outcome.program.startsWith('/') || ('value' in command && outcome.program === command.value[0]);
}

type ScriptStart = ServerStart | Located<readonly string[]>;

function inPlace(command: ScriptStart, range: Range): ScriptStart {
  return 'program' in command ? relocate(command, range) : { value: command.value, range };
}

function inOrder(facts: ShellScriptFacts): readonly ScriptStart[] {
  return [...facts.servers, ...facts.starts].sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}

/** A server or program that a script starts; `at`: where the word stands in it, when it surely gets the word. */
function followCommand(command: ScriptStart, at: number | undefined, step: Step, walk: Walk, run: Followers): Outcome {
  if ('program' in command) return run.server(command, { ...step, wordAt: at, rangeOf: () => command.range }, walk);
  const { word } = step;
  if (at === 0 && word !== undefined && command.value.length === 1) return run.word(word, walk);
  return run.program(
    {
      argv: command.value.map((it) => filled(it, walk)),
      role: 'script',
      command: undefined,
      origin: undefined,
      word,
      wordAt: at === 0 ? undefined : at,
      rangeOf: () => command.range,
      file: step.file,
      direct: false,
    },
    walk,
  );
}

/** A word with the image's variables in it; undefined when one is not known. */
function filled(word: string, walk: Walk): string | undefined {
  const { text, whole } = fillText(word, (name) => {
    const setting = walk.inputs.config.env.get(name);
    return setting?.value.known ? setting.value.value : undefined;
  });
  return whole ? text : undefined;
}

/** A script that only prepares and ends in `exec "$@"`. */
function onlyPassesOn(facts: ShellScriptFacts): boolean {
  return (
    facts.passesArguments && facts.dispatchesOn.length === 0 && facts.starts.length === 0 && facts.servers.length === 0
  );
}

/** A script that starts something for other words and nothing for this one. */
function doesNothing(file: ImageFile, facts: ShellScriptFacts, step: Step, walk: Walk): Outcome | undefined {
  const { word } = step;
  const all = walk.inputs.script(file);
  if (word === undefined || !all || facts.opaque || facts.servers.length + facts.starts.length > 0) return undefined;
  if (all.servers.length + all.starts.length === 0 || !all.readsArguments) return undefined;
  if (all.dispatchesOn.includes(word)) return undefined;
  const name = file.path === '' ? 'the script' : `\`${baseName(file.path)}\``;
  return {
    kind: 'rejects',
    why: `${name} starts nothing for the word \`${word}\``,
    range: file.range,
    knows: all.dispatchesOn,
  };
}
