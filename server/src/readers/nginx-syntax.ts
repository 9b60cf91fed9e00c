/** One word of an nginx configuration, quotes removed, with its offsets (quotes included). */
export interface NginxWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Holds a template for another program to fill in: `{{ port }}`, `{% if %}`, `%PORT%`, `<%= port %>`, `${PORT}` in upper case. */
  readonly template: boolean;
}

/** A directive with its place in the tree: `parent` indexes the list it stands in, -1 at the top. */
export interface NginxDirective {
  readonly name: string;
  readonly words: readonly NginxWord[];
  readonly parent: number;
  readonly block: boolean;
  readonly start: number;
  /** End of the last word. */
  readonly end: number;
}

export interface NginxTree {
  readonly directives: readonly NginxDirective[];
  /** Braces balance, every simple directive ends with `;` and every quote is closed. */
  readonly balanced: boolean;
}

type Token = NginxWord | { readonly sign: ';' | '{' | '}'; readonly start: number; readonly end: number };

/** Parses any text into a flat list of directives, parents before children. */
export function parseNginx(text: string): NginxTree {
  const scanner = new Scanner(text);
  const directives: NginxDirective[] = [];
  const open: number[] = [];
  let words: NginxWord[] = [];
  let balanced = true;
  const add = (block: boolean): void => {
    const [first] = words;
    const last = words.at(-1);
    if (first && last) {
      directives.push({
        name: first.text,
        words: words.slice(1),
        parent: open.at(-1) ?? -1,
        block,
        start: first.start,
        end: last.end,
      });
    }
    words = [];
  };
  for (let token = scanner.next(); token; token = scanner.next()) {
    if (!('sign' in token)) {
      words.push(token);
    } else if (token.sign === ';') {
      add(false);
    } else if (token.sign === '{') {
      const before = directives.length;
      add(true);
      if (directives.length === before) balanced = false;
      open.push(directives.length === before ? (open.at(-1) ?? -1) : before);
      if (directives[before]?.name.endsWith('_by_lua_block')) {
        scanner.skipLua();
        open.pop();
      }
    } else {
      if (words.length > 0) balanced = false;
      add(false);
      if (open.length === 0) balanced = false;
      else open.pop();
    }
  }
  if (words.length > 0) balanced = false;
  add(false);
  return { directives, balanced: balanced && open.length === 0 && scanner.closed };
}

const TEMPLATE = /\{\{|\{%|<%|%[A-Za-z_]\w*%|\$\{?[A-Z_][A-Z0-9_]*\}?|__[A-Z]+(?:_[A-Z]+)*__|^\$\{[A-Za-z_]\w*\}$/;

class Scanner {
  /** False once a quote or a Lua block turned out not to end. */
  closed = true;
  private at = 0;

  constructor(private readonly text: string) {}

  next(): Token | undefined {
    this.skipBlanks();
    const start = this.at;
    const character = this.text[start];
    if (character === undefined) return undefined;
    if (character === '"' || character === "'") return this.quoted(character, start);
    const template = this.text[start + 1];
    const isTemplate = character === '{' && (template === '{' || template === '%');
    if (!isTemplate && (character === ';' || character === '{' || character === '}')) {
      this.at++;
      return { sign: character, start, end: this.at };
    }
    return this.bare(start);
  }

  /** Skips a Lua block up to and including its closing brace; strings and comments may hold braces. */
  skipLua(): void {
    let depth = 1;
    const piece = /--[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}]/g;
    piece.lastIndex = this.at;
    for (let match = piece.exec(this.text); match; match = piece.exec(this.text)) {
      if (match[0] === '{') depth++;
      else if (match[0] === '}') depth--;
      if (depth === 0) {
        this.at = piece.lastIndex;
        return;
      }
    }
    this.closed = false;
    this.at = this.text.length;
  }

  private skipBlanks(): void {
    for (;;) {
      const character = this.text[this.at];
      if (character === '#') {
        const newline = this.text.indexOf('\n', this.at);
        this.at = newline < 0 ? this.text.length : newline;
      } else if (character !== undefined && /[\s\uFEFF]/.test(character)) {
        this.at++;
      } else {
        return;
      }
    }
  }

  private quoted(quote: string, start: number): NginxWord {
    let text = '';
    let i = start + 1;
    while (i < this.text.length && this.text[i] !== quote) {
      if (this.text[i] === '\\' && i + 1 < this.text.length) {
        const next = this.text[i + 1] ?? '';
        text += next === quote || next === '\\' ? next : `\\${next}`;
        i += 2;
      } else {
        text += this.text[i] ?? '';
        i++;
      }
    }
    if (i >= this.text.length) this.closed = false;
    this.at = Math.min(i + 1, this.text.length);
    return { text, start, end: this.at, template: TEMPLATE.test(text) };
  }

  private bare(start: number): NginxWord {
    let i = start;
    while (i < this.text.length) {
      const character = this.text[i] ?? '';
      const two = this.text.slice(i, i + 2);
      if (two === '{{' || two === '{%' || two === '${' || two === '<%') i = this.pastTemplate(i, two);
      else if (/[\s;{}]/.test(character)) break;
      else i += character === '\\' ? 2 : 1;
    }
    this.at = Math.min(Math.max(i, start + 1), this.text.length);
    const text = this.text.slice(start, this.at);
    return { text, start, end: this.at, template: TEMPLATE.test(text) };
  }

  /** End of a template that starts here; just its opening characters when it doesn't end on this line. */
  private pastTemplate(from: number, opening: string): number {
    const closing = opening === '{{' ? '}}' : opening === '${' ? '}' : '%}';
    const newline = this.text.indexOf('\n', from);
    const line = this.text.slice(
      from,
      newline < 0 ? Math.min(this.text.length, from + 1000) : Math.min(newline, from + 1000),
    );
    const end = line.indexOf(opening === '<%' ? '%>' : closing);
    return end < 0 ? from + 2 : from + end + (opening === '${' ? 1 : 2);
  }
}
