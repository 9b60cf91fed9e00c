import type { Position, Range } from 'vscode-languageserver-types';
import { blanked, type Escape, joined } from './continuation';
import type { RawHeredoc } from './heredocs';
import { type Head, readHead, splitFlags } from './instruction-head';
import type { RawInstruction } from './layout';
import { OwnText } from './own-text';
import { readPairs } from './pairs';
import type { Flag, Heredoc, Instruction, Pair, Word } from './types';
import { type MakeWord, type OwnPlace, type Surroundings, wordMaker } from './word-maker';
import { type JsonToken, jsonTokens, splitBlanks, splitQuoted, type Token, whole } from './words';

export interface Place {
  readonly index: number;
  readonly stage: number;
  /** Where its first character stands. */
  readonly at: Position;
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

/**
 * An instruction; words and values are worked out when asked for. It knows nothing of the text before and behind it,
 * so that it outlives edits there. A class, like those of words and pairs: there are thousands of them, and an object
 * literal with getters costs many times as much to make.
 */
export class ParsedInstruction implements Instruction {
  readonly keyword: string;
  readonly text: string;
  readonly onbuild: boolean;
  readonly index: number;
  readonly stage: number;
  readonly argumentsText: string;
  readonly argumentsAt: number;
  private readonly head: Head;
  private readonly marked: string;
  private readonly flagTokens: readonly Token[];
  private readonly own: OwnPlace;
  private readonly makeWord: MakeWord;
  private readJson: readonly JsonToken[] | undefined;
  private readWords: readonly Word[] | undefined;
  private readPairs: readonly Pair[] | undefined;
  private readFlags: readonly Flag[] | undefined;
  private readHeredocs: readonly Heredoc[] | undefined;
  private readRange: Range | undefined;
  private readKeywordRange: Range | undefined;
  private readCode: string | undefined;
  readonly within: (start: number, end: number) => Range;

  /** `text` is that of the whole instruction. */
  constructor(
    private readonly raw: RawInstruction,
    text: string,
    private readonly place: Place,
    { escape, lookupAt }: Surroundings,
  ) {
    const head = readHead(raw);
    const { flags, rest } = splitFlags(raw.marked, head.argumentsAt, escape);
    this.head = head;
    this.keyword = head.keyword;
    this.text = text;
    this.onbuild = head.onbuild;
    this.index = place.index;
    this.stage = place.stage;
    this.marked = raw.marked.slice(rest);
    this.argumentsText = blanked(this.marked);
    this.argumentsAt = rest;
    this.flagTokens = flags;
    this.within = new OwnText(text, place.at).range;
    this.own = { escape, range: this.within };
    this.makeWord = wordMaker(place.index, { escape, lookupAt }, head.onbuild, this.own);
  }

  /** Would the same be read there? `text` is as long as the instruction of `raw`. */
  isSame(raw: RawInstruction, text: string, { index, stage, at }: Place): boolean {
    const { place } = this;
    return (
      text === this.text &&
      index === place.index &&
      stage === place.stage &&
      at.line === place.at.line &&
      at.character === place.at.character &&
      raw.keyword === this.raw.keyword &&
      raw.keywordEnd - raw.start === this.raw.keywordEnd - this.raw.start
    );
  }

  /** The keyword with which the instruction begins: ONBUILD for triggers. */
  get written(): string {
    return this.raw.keyword;
  }

  get keywordRange(): Range {
    return (this.readKeywordRange ??= this.within(this.head.start, this.head.end));
  }

  get range(): Range {
    return (this.readRange ??= this.within(0, this.text.length));
  }

  get code(): string {
    const { marked } = this.raw;
    return (this.readCode ??= blanked(marked) + this.text.slice(marked.length));
  }

  get flags(): readonly Flag[] {
    return (this.readFlags ??= this.flagTokens.map((it) => makeFlag(it, this.makeWord, this.own)));
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
      ? readPairs(this.keyword, this.marked, this.argumentsAt, this.makeWord, this.own)
      : []);
  }

  get heredocs(): readonly Heredoc[] {
    const { block, start } = this.raw;
    return (this.readHeredocs ??= (block?.heredocs ?? []).map((it) => makeHeredoc(it, start, this.own)));
  }

  private get json(): readonly JsonToken[] {
    const takesJson = JSON_ALLOWED.has(this.keyword);
    return (this.readJson ??= (takesJson ? jsonTokens(this.marked, this.argumentsAt) : undefined) ?? NO_JSON);
  }

  private makeWords(): readonly Word[] {
    const { keyword, makeWord } = this;
    const substitutes = SUBSTITUTES.has(keyword);
    if (this.exec)
      return this.json.map((token) =>
        makeWord(token, substitutes, token.text, { start: token.start - 1, end: token.end + 1 }),
      );
    const tokens = tokensOf(keyword, this.marked, this.argumentsAt, this.own.escape);
    return tokens.map((token) => makeWord(token, substitutes));
  }
}

/** Stands for arguments that are no JSON array. */
const NO_JSON: readonly JsonToken[] = [];

function tokensOf(keyword: string, marked: string, start: number, escape: Escape): Token[] {
  if (PAIRED.has(keyword)) return splitQuoted(marked, start, escape);
  if (!WHOLE.has(keyword)) return splitBlanks(marked, start);
  const token = whole(marked, start);
  return token === undefined ? [] : [token];
}

function makeFlag(token: Token, makeWord: MakeWord, own: OwnPlace): Flag {
  const equals = token.raw.indexOf('=');
  const name = token.raw.slice(2, equals < 0 ? undefined : equals);
  const range = own.range(token.start, token.end);
  if (equals < 0) return { name, value: undefined, range };
  const value = token.raw.slice(equals + 1);
  const word = makeWord({ start: token.end - value.length, end: token.end, raw: value }, true);
  // Docker looks for a stage or image called exactly so.
  return { name, value: name === 'from' && value.includes('$') ? literalFrom(word) : word, range };
}

function literalFrom({ raw, range, inner, variables }: Word): Word {
  const why = 'Docker does not put variables into --from';
  return { raw, range, inner, variables, value: { known: false, why } };
}

function makeHeredoc(raw: RawHeredoc, start: number, own: OwnPlace): Heredoc {
  return {
    name: raw.name,
    content: raw.content,
    contentRange: own.range(raw.contentStart - start, raw.contentEnd - start),
    range: own.range(raw.token.start - start, raw.token.end - start),
    quoted: raw.quoted,
  };
}
