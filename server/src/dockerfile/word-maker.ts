import type { Range } from 'vscode-languageserver-types';
import { known, type Known } from '../known';
import type { Escape } from './continuation';
import { hole, type Lookup, substitute, toKnown, variableNames } from './substitute';
import type { OwnText } from './own-text';
import type { Word } from './types';
import type { Token } from './words';

/** What words need to know of the instruction they stand in. */
export interface OwnPlace {
  readonly escape: Escape;
  /** Range of offsets in the instruction. */
  readonly range: OwnText['range'];
}

/** What instructions need to know of the file they stand in. */
export interface Surroundings {
  readonly escape: Escape;
  /** Variables in force at the instruction of that index. */
  readonly lookupAt: (index: number) => Lookup;
}

/** Makes a word of a token; `text` is what it says when that is not what is written, `shown` where it stands with its quotes. */
export type MakeWord = (
  token: Token,
  substitutes: boolean,
  text?: string,
  shown?: { start: number; end: number },
) => Word;

/** For the words of the instruction of that index. */
export function wordMaker(index: number, around: Surroundings, onbuild: boolean, own: OwnPlace): MakeWord {
  let lookup: Lookup | undefined;
  const evaluate = (text: string): Known<string> => {
    lookup ??= onbuild ? laterBuild : around.lookupAt(index);
    return toKnown(substitute(text, around.escape, lookup));
  };
  const reader: WordReader = { own, evaluate };
  return (token, substitutes, text = token.raw, shown = token) =>
    new ParsedWord(token, text, shown, substitutes, reader);
}

interface WordReader {
  readonly own: OwnPlace;
  evaluate(text: string): Known<string>;
}

// A class, as instructions are: there are thousands of them.
class ParsedWord implements Word {
  readonly raw: string;
  private readRange: Range | undefined;
  private readInner: Range | undefined;
  private readValue: Known<string> | undefined;
  private readVariables: readonly string[] | undefined;

  constructor(
    private readonly token: Token,
    private readonly text: string,
    private readonly shown: { readonly start: number; readonly end: number },
    private readonly substitutes: boolean,
    private readonly reader: WordReader,
  ) {
    this.raw = token.raw;
  }

  get range(): Range {
    return (this.readRange ??= this.reader.own.range(this.shown.start, this.shown.end));
  }

  get inner(): Range {
    const { token, shown, reader } = this;
    return token === shown ? this.range : (this.readInner ??= reader.own.range(token.start, token.end));
  }

  get value(): Known<string> {
    return (this.readValue ??= this.substitutes ? this.reader.evaluate(this.text) : known(this.text));
  }

  get variables(): readonly string[] {
    return (this.readVariables ??= variableNames(this.text, this.reader.own.escape, this.substitutes));
  }
}

const laterBuild: Lookup = () => ({
  set: undefined,
  value: hole('ONBUILD instructions run in the build of another image'),
});
