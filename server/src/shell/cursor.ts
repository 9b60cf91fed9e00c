import type { Token } from './lexer';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in the tokens of a script. */
export class Cursor {
  private at = 0;
  depth = 0;
  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}
  done(): boolean {
    return this.at >= this.tokens.length;
  }
  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }
  next(): Token | undefined {
    const token = this.tokens[this.at];
    this.at += 1;
    return token;
  }
  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }
  word(ahead = 0): string | undefined {
    const token = this.peek(ahead);
    return token?.kind === 'word' ? this.slice(token) : undefined;
  }
  operator(ahead = 0): string | undefined {
    const token = this.peek(ahead);
    return token?.kind === 'operator' ? token.text : undefined;
  }
  take(word: string): boolean {
    const fits = this.word() === word;
    this.at += fits ? 1 : 0;
    return fits;
  }
  takeOperator(text: string): boolean {
    const fits = this.operator() === text;
    this.at += fits ? 1 : 0;
    return fits;
  }
  newlines(): void {
    while (this.operator() === '\n') {
      this.at += 1;
    }
  }
}
