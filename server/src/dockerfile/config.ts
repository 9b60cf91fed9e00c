import type { Range } from 'vscode-languageserver-types';
import type { Known } from '../known';
import { known, unknown } from '../known';
import type { Chain } from './chain';
import { joinInside } from '../context/paths';
import { baseEnvironment, type Scope } from './scope';
import type { BaseImage, Command, Instruction, Origin, Setting, Word } from './types';

/** What the instructions up to a point make of an image; `ImageConfig` is the view of it. */
export interface State {
  readonly entrypoint: Setting<Command | undefined>;
  readonly cmd: Setting<Command | undefined>;
  /** Stage that set CMD: ENTRYPOINT drops a CMD of any other. */
  readonly cmdStage: number;
  readonly env: Chain<Setting<string>> | undefined;
  readonly envComplete: boolean;
  readonly labels: Chain<Setting<string>> | undefined;
  readonly labelsComplete: boolean;
  readonly workdir: Setting<string>;
  readonly user: Setting<string | undefined>;
  readonly exposed: readonly Setting<string>[];
  readonly volumes: readonly Setting<string>[];
  readonly shell: Setting<readonly string[]>;
  readonly stopSignal: Setting<string | undefined>;
  readonly healthcheck: Setting<string | undefined>;
  readonly baseOrigin: Origin;
  readonly scope: Scope;
}

/** Configuration of the image outside the file, before any instruction. */
export function baseState(base: BaseImage, image: Word, scope: Scope): State {
  const name = base.reference.known ? base.reference.value : image.raw;
  const origin: Origin = { from: 'base', image: name };
  const row = base.row;
  const scratch = name === 'scratch';
  const found = row !== undefined || scratch;
  const why = base.reference.known ? `nothing is known about the base image ${name}` : base.reference.why;
  const setting = <T>(value: T): Setting<T> => ({ value: found ? known(value) : unknown(why), origin });
  const command = (words: readonly string[] | undefined | 'unknown', what: string): Setting<Command | undefined> => {
    if (words === 'unknown')
      return { value: unknown(`the ${what} of ${name} is not the same in all its versions`), origin };
    return setting(words === undefined || words.length === 0 ? undefined : baseCommand(words, image));
  };
  const chainOf = (entries: Iterable<readonly [string, string]>) => {
    let chain: Chain<Setting<string>> | undefined;
    for (const [key, value] of entries) chain = { name: key, value: { value: known(value), origin }, before: chain };
    return chain;
  };
  return {
    entrypoint: command(row?.entrypoint, 'ENTRYPOINT'),
    cmd: command(row?.cmd, 'CMD'),
    cmdStage: -1,
    env: chainOf(baseEnvironment(row, name)),
    envComplete: found,
    labels: chainOf(Object.entries(row?.labels ?? {})),
    labelsComplete: found,
    workdir: setting(row?.workdir ?? '/'),
    user: setting(row?.user),
    exposed: [],
    volumes: [],
    shell: { value: known(['/bin/sh', '-c']), origin: { from: 'default' } },
    stopSignal: setting<string | undefined>(undefined),
    healthcheck: setting<string | undefined>(undefined),
    baseOrigin: origin,
    scope,
  };
}

/** The state after an instruction; `scope` holds the variables after it. */
export function after(state: State, instruction: Instruction, scope: Scope, stage: number): State {
  const change = changeOf(state, instruction, stage);
  if (change === undefined) return scope === state.scope ? state : { ...state, scope };
  return { ...state, ...change, scope };
}

function changeOf(state: State, instruction: Instruction, stage: number): Partial<State> | undefined {
  const origin = originOf(instruction);
  switch (instruction.keyword) {
    case 'ADD':
    case 'COPY':
    case 'RUN':
      return undefined;
    case 'ENV':
      return { env: withPairs(state.env, instruction) };
    case 'LABEL':
      return { labels: withPairs(state.labels, instruction) };
    case 'EXPOSE':
      return { exposed: [...state.exposed, ...instruction.words.flatMap((it) => ports(it, instruction))] };
    case 'VOLUME':
      return { volumes: [...state.volumes, ...instruction.words.map((it) => wordSetting(it, instruction))] };
    case 'ENTRYPOINT': {
      if (isEmpty(instruction)) return undefined;
      const dropped: Setting<Command | undefined> = { value: known(undefined), origin };
      const entrypoint = { value: known(commandOf(instruction)), origin };
      return state.cmdStage === stage ? { entrypoint } : { entrypoint, cmd: dropped };
    }
    case 'CMD':
      return isEmpty(instruction)
        ? undefined
        : { cmd: { value: known(commandOf(instruction)), origin }, cmdStage: stage };
    case 'SHELL':
      return instruction.exec ? { shell: { value: known(instruction.words.map(literal)), origin } } : undefined;
    default:
      return fromFirstWord(state, instruction, origin);
  }
}

function fromFirstWord(state: State, instruction: Instruction, origin: Origin): Partial<State> | undefined {
  const [word] = instruction.words;
  if (word === undefined) return undefined;
  switch (instruction.keyword) {
    case 'WORKDIR':
      return { workdir: { value: directory(state.workdir.value, word.value), origin } };
    case 'USER':
      return { user: { value: orNone(word.value), origin } };
    case 'STOPSIGNAL':
      return { stopSignal: { value: orNone(word.value), origin } };
    case 'HEALTHCHECK':
      return {
        healthcheck: { value: known(word.raw.toUpperCase() === 'NONE' ? undefined : commandText(instruction)), origin },
      };
    default:
      return undefined;
  }
}

function withPairs(
  chain: Chain<Setting<string>> | undefined,
  instruction: Instruction,
): Chain<Setting<string>> | undefined {
  let result = chain;
  for (const pair of instruction.pairs) {
    const { name, value } = pair;
    if (value === undefined || !name.value.known) continue;
    result = {
      name: name.value.value,
      value: { value: value.value, origin: originOf(instruction, pair) },
      before: result,
    };
  }
  return result;
}

/** With its range worked out when asked for. */
class FromInstruction {
  readonly from = 'instruction';

  constructor(
    readonly instruction: Instruction,
    private readonly place: { readonly range: Range },
  ) {}

  get range(): Range {
    return this.place.range;
  }
}

function originOf(instruction: Instruction, place: { readonly range: Range } = instruction): Origin {
  return new FromInstruction(instruction, place);
}

function wordSetting(word: Word, instruction: Instruction): Setting<string> {
  return { value: word.value, origin: originOf(instruction, word) };
}

/** `EXPOSE $PORTS` may stand for several. */
function ports(word: Word, instruction: Instruction): Setting<string>[] {
  const setting = wordSetting(word, instruction);
  if (!word.value.known) return [setting];
  const values = word.value.value.split(/\s+/).filter((it) => it !== '');
  return values.map((value) => ({ value: known(value), origin: setting.origin }));
}

function directory(before: Known<string>, value: Known<string>): Known<string> {
  if (!value.known || (!before.known && !value.value.startsWith('/'))) return value.known ? before : value;
  return known(joinInside(before.known ? before.value : '/', value.value));
}

function orNone(value: Known<string>): Known<string | undefined> {
  return value.known && value.value === '' ? known(undefined) : value;
}

/** Half-typed: neither words nor an empty array. */
function isEmpty(instruction: Instruction): boolean {
  return instruction.words.length === 0 && !instruction.exec;
}

/** Undefined for `[]` and `[""]`, which both leave the image without one. */
function commandOf(instruction: Instruction): Command | undefined {
  const { words, exec, looksLikeJson } = instruction;
  const text = commandText(instruction);
  if (!exec) return { form: 'shell', words: [shellWord(instruction, text)], text, looksLikeJson };
  if (words.length === 0 || (words.length === 1 && words[0] !== undefined && literal(words[0]) === ''))
    return undefined;
  return { form: 'exec', words, text, looksLikeJson };
}

/** The arguments as written, on one line. */
function commandText(instruction: Instruction): string {
  const text = instruction.argumentsText.trim();
  const oneLine = instruction.range.start.line === instruction.range.end.line;
  return oneLine ? text : text.replace(/ {2,}/g, ' ');
}

function shellWord(instruction: Instruction, text: string): Word {
  const { words } = instruction;
  const first = words[0];
  const last = words.at(-1);
  const range = first && last ? { start: first.range.start, end: last.range.end } : instruction.range;
  const variables = [...new Set(words.flatMap((word) => word.variables))];
  return {
    raw: text,
    range,
    inner: first && last ? { start: first.inner.start, end: last.inner.end } : range,
    value: known(text),
    variables,
  };
}

function baseCommand(words: readonly string[], image: Word): Command {
  const { range, inner } = image;
  const toWord = (text: string): Word => ({ raw: text, range, inner, value: known(text), variables: [] });
  return { form: 'exec', words: words.map(toWord), text: JSON.stringify(words), looksLikeJson: false };
}

function literal(word: Word): string {
  return word.value.known ? word.value.value : word.raw;
}
