import type { Range } from 'vscode-languageserver-types';
import { blanked, type Escape, JOIN, joined, trimmedLength } from './continuation';
import type { RawHeredoc } from './heredocs';
import type { RawInstruction } from './layout';
import { readPairs } from './pairs';
import type { Flag, Heredoc, Instruction, Pair, Word } from './types';
import { type MakeWord, type Surroundings, wordMaker } from './word-maker';
import {
  isBlank,
  type JsonToken,
  jsonTokens,
  quotedLength,
  splitBlanks,
  splitQuoted,
  type Token,
  whole,
} from './words';

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
  return new ParsedInstruction(raw, readHead(raw), place, around);
}

// A class, like those of words and pairs: there are thousands of them, and an object literal with getters costs many
// times as much to make.
class ParsedInstruction implements Instruction {
  readonly keyword: string;
  readonly start: number;
  readonly end: number;
  readonly onbuild: boolean;
  readonly index: number;
  readonly stage: number;
  readonly argumentsText: string;
  readonly argumentsStart: number;
  private readonly marked: string;
  private readonly flagTokens: readonly Token[];
  private readonly makeWord: MakeWord;
  private readJson: readonly JsonToken[] | undefined;
  private readWords: readonly Word[] | undefined;
  private readPairs: readonly Pair[] | undefined;
  private readFlags: readonly Flag[] | undefined;
  private readHeredocs: readonly Heredoc[] | undefined;
  private readRange: Range | undefined;
  private readKeywordRange: Range | undefined;

  constructor(
    private readonly raw: RawInstruction,
    private readonly head: Head,
    place: Place,
    private readonly around: Surroundings,
  ) {
    const { flags, rest } = splitFlags(raw.marked, head.argumentsAt, around.escape);
    this.keyword = head.keyword;
    this.start = raw.start;
    this.end = raw.end;
    this.onbuild = head.onbuild;
    this.index = place.index;
    this.stage = place.stage;
    this.marked = raw.marked.slice(rest);
    this.argumentsText = blanked(this.marked);
    this.argumentsStart = raw.start + rest;
    this.flagTokens = flags;
    this.makeWord = wordMaker(place.index, around, head.onbuild);
  }

  get keywordRange(): Range {
    const { raw, head, around } = this;
    return (this.readKeywordRange ??= around.range(raw.start + head.start, raw.start + head.end));
  }

  get range(): Range {
    return (this.readRange ??= this.around.range(this.start, this.end));
  }

  get flags(): readonly Flag[] {
    return (this.readFlags ??= this.flagTokens.map((it) =>
      makeFlag({ ...it, start: it.start + this.start, end: it.end + this.start }, this.makeWord, this.around),
    ));
  }

  get words(): readonly Word[] {
    return (this.readWords ??= this.makeWords());
  }

  get exec(): boolean {
    return this.json !== NO_JSON;
  }

  get looksLikeJson(): boolean {
    return JSON_ALLOWED.has(this.keyword) && !this.exec && joined(this.marked).startsWith('[');
  }

  get pairs(): readonly Pair[] {
    return (this.readPairs ??= PAIRED.has(this.keyword)
      ? readPairs(this.keyword, this.marked, this.argumentsStart, this.makeWord, this.around)
      : []);
  }

  get heredocs(): readonly Heredoc[] {
    return (this.readHeredocs ??= (this.raw.block?.heredocs ?? []).map((it) => makeHeredoc(it, this.around)));
  }

  private get json(): readonly JsonToken[] {
    const takesJson = JSON_ALLOWED.has(this.keyword);
    return (this.readJson ??= (takesJson ? jsonTokens(this.marked, this.argumentsStart) : undefined) ?? NO_JSON);
  }

  private makeWords(): readonly Word[] {
    const { keyword, makeWord } = this;
    const substitutes = SUBSTITUTES.has(keyword);
    if (this.exec)
      return this.json.map((token) =>
        makeWord(token, substitutes, token.text, { start: token.start - 1, end: token.end + 1 }),
      );
    const tokens = tokensOf(keyword, this.marked, this.argumentsStart, this.around.escape);
    return tokens.map((token) => makeWord(token, substitutes));
  }
}

/** Stands for arguments that are no JSON array. */
const NO_JSON: readonly JsonToken[] = [];

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

const NO_FLAGS: readonly Token[] = [];

/** `--name=value` words up to the first other word; a lone `--` ends them. */
function splitFlags(marked: string, from: number, escape: Escape): { flags: readonly Token[]; rest: number } {
  if (!marked.startsWith('--', from)) return { flags: NO_FLAGS, rest: from };
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

function tokensOf(keyword: string, marked: string, start: number, escape: Escape): Token[] {
  if (PAIRED.has(keyword)) return splitQuoted(marked, start, escape);
  if (!WHOLE.has(keyword)) return splitBlanks(marked, start);
  const token = whole(marked, start);
  return token === undefined ? [] : [token];
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
