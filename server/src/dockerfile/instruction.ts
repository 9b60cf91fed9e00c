import type { Range } from 'vscode-languageserver-types';
import { known, type Known } from '../known';
import { blanked, type Escape, JOIN, joined, trimmedLength } from './continuation';
import type { RawHeredoc } from './heredocs';
import type { RawInstruction } from './layout';
import { hole, type Lookup, substitute, toKnown, variableNames } from './substitute';
import type { Dockerfile, Flag, Heredoc, Instruction, Pair, Word } from './types';
import { isBlank, type JsonToken, jsonTokens, quotedLength, splitBlanks, splitQuoted, type Token, whole } from './words';

/** What words need to know of the file they stand in. */
export interface Surroundings {
  readonly escape: Escape;
  readonly range: Dockerfile['range'];
  /** Variables in force at the instruction of that index. */
  lookupAt(index: number): Lookup;
}

export interface Place {
  readonly index: number;
  readonly stage: number;
}

/** Docker puts in variables itself only here; elsewhere `$` is the shell's or stays as it is. */
const SUBSTITUTES = new Set([
  'ADD',
  'ARG',
  'COPY',
  'ENV',
  'EXPOSE',
  'FROM',
  'LABEL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);
const WHOLE = new Set(['WORKDIR', 'USER', 'STOPSIGNAL', 'MAINTAINER']);
const PAIRED = new Set(['ENV', 'LABEL', 'ARG']);
const JSON_ALLOWED = new Set(['ADD', 'COPY', 'CMD', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME']);

/** Reads the arguments of an instruction; words and values are worked out when asked for. */
export function makeInstruction(raw: RawInstruction, place: Place, around: Surroundings): Instruction {
  const head = readHead(raw);
  const { flags: flagTokens, rest } = splitFlags(raw.marked, head.argumentsAt, around.escape);
  const argumentsStart = raw.start + rest;
  const marked = raw.marked.slice(rest);
  const substitutes = SUBSTITUTES.has(head.keyword);
  const makeWord = wordMaker(place.index, around, head.onbuild);
  const takesJson = JSON_ALLOWED.has(head.keyword);
  const readJson = () => (takesJson ? jsonTokens(marked, argumentsStart) : undefined) ?? NO_JSON;
  const readWords = () =>
    json === NO_JSON
      ? tokensOf(head.keyword, marked, argumentsStart, around.escape).map((token) => makeWord(token, substitutes))
      : json?.map((token) => makeWord(token, substitutes, token.text, { start: token.start - 1, end: token.end + 1 }));
  // Variables and not `lazy`: there are as many of these as lines, and most of them are never asked for.
  let json: readonly JsonToken[] | undefined;
  let words: readonly Word[] | undefined;
  let pairs: readonly Pair[] | undefined;
  let flags: readonly Flag[] | undefined;
  let keywordRange: Range | undefined;
  let range: Range | undefined;
  let heredocs: readonly Heredoc[] | undefined;
  return {
    keyword: head.keyword,
    get keywordRange() {
      return (keywordRange ??= around.range(raw.start + head.start, raw.start + head.end));
    },
    get range() {
      return (range ??= around.range(raw.start, raw.end));
    },
    start: raw.start,
    end: raw.end,
    onbuild: head.onbuild,
    index: place.index,
    stage: place.stage,
    argumentsText: blanked(marked),
    argumentsStart,
    get flags() {
      return (flags ??= flagTokens.map((token) => makeFlag(moved(token, raw.start), makeWord, around)));
    },
    get words() {
      json ??= readJson();
      return (words ??= readWords() ?? []);
    },
    get exec() {
      return (json ??= readJson()) !== NO_JSON;
    },
    get looksLikeJson() {
      return takesJson && (json ??= readJson()) === NO_JSON && joined(marked).startsWith('[');
    },
    get pairs() {
      return (pairs ??= PAIRED.has(head.keyword)
        ? readPairs(head.keyword, marked, argumentsStart, makeWord, around)
        : []);
    },
    get heredocs() {
      return (heredocs ??= (raw.block?.heredocs ?? []).map((it) => makeHeredoc(it, around)));
    },
  };
}

/** Stands for arguments that are no JSON array. */
const NO_JSON: readonly JsonToken[] = [];

function moved(token: Token, by: number): Token {
  return { raw: token.raw, start: token.start + by, end: token.end + by };
}

interface Head {
  readonly keyword: string;
  readonly start: number;
  readonly end: number;
  readonly onbuild: boolean;
  readonly argumentsAt: number;
}

/** Keyword and start of the arguments, relative to the instruction; for ONBUILD those of the trigger. */
function readHead(raw: RawInstruction): Head {
  const end = raw.keywordEnd - raw.start;
  if (raw.keyword !== 'ONBUILD')
    return { keyword: raw.keyword, start: 0, end, onbuild: false, argumentsAt: skip(raw.marked, end) };
  const start = skip(raw.marked, end);
  let triggerEnd = start;
  while (triggerEnd < raw.marked.length && !isBlank(raw.marked[triggerEnd])) triggerEnd++;
  const keyword = joined(raw.marked.slice(start, triggerEnd)).toUpperCase();
  if (keyword === '') return { keyword: 'ONBUILD', start: 0, end, onbuild: true, argumentsAt: start };
  const trimmedEnd = start + trimmedLength(raw.marked.slice(start, triggerEnd));
  return { keyword, start, end: trimmedEnd, onbuild: true, argumentsAt: skip(raw.marked, triggerEnd) };
}

/** Over blanks and continuations. */
function skip(marked: string, from: number): number {
  let at = from;
  while (at < marked.length && (isBlank(marked[at]) || marked[at] === JOIN)) at++;
  return at;
}

/** `--name=value` words up to the first other word; a lone `--` ends them. */
function splitFlags(marked: string, from: number, escape: Escape): { flags: Token[]; rest: number } {
  const flags: Token[] = [];
  let at = from;
  while (marked.startsWith('--', at)) {
    const start = at;
    let end = at;
    while (end < marked.length && !isBlank(marked[end]))
      end += quotedLength(marked, end, escape) ?? marked.length - end;
    const stop = at + trimmedLength(marked.slice(at, end));
    const raw = joined(marked.slice(at, stop));
    at = skip(marked, end);
    if (raw === '--') break;
    flags.push({ start, end: stop, raw });
  }
  return { flags, rest: at };
}

type MakeWord = (token: Token, substitutes: boolean, text?: string, shown?: { start: number; end: number }) => Word;

function wordMaker(index: number, around: Surroundings, onbuild: boolean): MakeWord {
  let lookup: Lookup | undefined;
  const evaluate = (text: string): Known<string> => {
    lookup ??= onbuild ? laterBuild : around.lookupAt(index);
    return toKnown(substitute(text, around.escape, lookup));
  };
  return (token, substitutes, text = token.raw, shown = token) => {
    let value: Known<string> | undefined;
    let range: Range | undefined;
    let variables: readonly string[] | undefined;
    return {
      raw: token.raw,
      start: token.start,
      end: token.end,
      get range() {
        return (range ??= around.range(shown.start, shown.end));
      },
      get value() {
        return (value ??= substitutes ? evaluate(text) : known(text));
      },
      get variables() {
        return (variables ??= variableNames(text, around.escape, substitutes));
      },
    };
  };
}

const laterBuild: Lookup = () => ({
  set: undefined,
  value: hole('ONBUILD instructions run in the build of another image'),
});

function tokensOf(keyword: string, marked: string, start: number, escape: Escape): Token[] {
  if (PAIRED.has(keyword)) return splitQuoted(marked, start, escape);
  if (!WHOLE.has(keyword)) return splitBlanks(marked, start);
  const token = whole(marked, start);
  return token === undefined ? [] : [token];
}

function readPairs(keyword: string, marked: string, start: number, makeWord: MakeWord, around: Surroundings): Pair[] {
  const tokens = splitQuoted(marked, start, around.escape);
  const [first] = tokens;
  if (first === undefined) return [];
  if (keyword !== 'ARG' && !first.raw.includes('=')) return [legacyPair(first, marked, start, makeWord, around)];
  return tokens.map((token) => {
    const at = marked.indexOf('=', token.start - start);
    const equals = at >= 0 && at + start < token.end ? at + start : undefined;
    const name = cut(token, token.start, equals ?? token.end, marked, start);
    const value = equals === undefined ? undefined : makeWord(cut(token, equals + 1, token.end, marked, start), true);
    return makePair(makeWord(name, true), value, false, around);
  });
}

/** `ENV NAME everything else`. */
function legacyPair(first: Token, marked: string, start: number, makeWord: MakeWord, around: Surroundings): Pair {
  const name = splitBlanks(marked, start)[0] ?? first;
  const value = whole(marked.slice(name.end - start), name.end);
  return makePair(makeWord(name, true), value && makeWord(value, true), true, around);
}

function makePair(name: Word, value: Word | undefined, legacy: boolean, around: Surroundings): Pair {
  let range: Range | undefined;
  return {
    name,
    value,
    legacy,
    get range() {
      return (range ??= around.range(name.start, value?.end ?? name.end));
    },
  };
}

function cut(token: Token, from: number, to: number, marked: string, start: number): Token {
  if (from === token.start && to === token.end) return token;
  return { start: from, end: to, raw: joined(marked.slice(from - start, to - start)) };
}

function makeFlag(token: Token, makeWord: MakeWord, around: Surroundings): Flag {
  const equals = token.raw.indexOf('=');
  const name = token.raw.slice(2, equals < 0 ? undefined : equals);
  const range = around.range(token.start, token.end);
  if (equals < 0) return { name, value: undefined, range };
  const value = token.raw.slice(equals + 1);
  const word = makeWord({ start: token.end - value.length, end: token.end, raw: value }, true);
  // Docker looks for a stage or image called exactly so.
  return { name, value: name === 'from' && value.includes('$') ? literalFrom(word) : word, range };
}

function literalFrom(word: Word): Word {
  const why = 'Docker does not put variables into --from';
  return {
    raw: word.raw,
    range: word.range,
    start: word.start,
    end: word.end,
    variables: word.variables,
    value: { known: false, why },
  };
}

function makeHeredoc(raw: RawHeredoc, around: Surroundings): Heredoc {
  return {
    name: raw.name,
    content: raw.content,
    contentRange: around.range(raw.contentStart, raw.contentEnd),
    range: around.range(raw.token.start, raw.token.end),
    quoted: raw.quoted,
  };
}
