import { BINARY, CLOSING, MAX_DEPTH, NOT_OPERANDS, PREFIXES } from './python-grammar';
import type { PythonArgument, PythonNode } from './python-nodes';
import { node } from './python-nodes';
import type { PythonToken } from './python-tokens';
import { tokenizePython } from './python-tokens';

/** Reads expressions from a run of tokens; `text` is needed for what stands in f-strings. */
export class ExpressionParser {
  at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly PythonToken[],
    private readonly text: string,
  ) {}

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  /** The token at hand when it is an operator or a name with that text. */
  peek(): string | undefined {
    const token = this.tokens[this.at];
    return token && (token.kind === 'operator' || token.kind === 'name') ? token.text : undefined;
  }

  take(text: string): boolean {
    const fits = this.peek() === text;
    if (fits) this.at++;
    return fits;
  }

  skip(): void {
    this.at++;
  }

  /** All expressions up to the end, whatever stands between them. */
  all(): PythonNode[] {
    const nodes: PythonNode[] = [];
    while (!this.done) {
      const node = this.list();
      if (node) nodes.push(node);
      else this.at++;
    }
    return nodes;
  }

  /** One expression, or a tuple of them without brackets. */
  list(): PythonNode | undefined {
    const first = this.expression();
    if (!first || this.peek() !== ',') return first;
    const items = [first];
    while (this.take(',')) {
      const item = this.expression();
      if (!item) break;
      items.push(item);
    }
    return node({ kind: 'sequence', items }, first.start, this.lastEnd());
  }

  /** One expression; undefined (and nothing consumed) when none begins here. */
  expression(): PythonNode | undefined {
    if (this.depth >= MAX_DEPTH) return this.leap();
    this.depth++;
    const start = this.at;
    const value = this.peek() === 'lambda' ? this.lambda() : this.binary(1);
    const result = value && this.peek() === 'if' ? this.conditional(value) : value;
    this.depth--;
    if (!result) this.at = start;
    return result;
  }

  /** `a if b else c`; also the filter of a comprehension, which has no `else`. Nothing is ever read twice. */
  private conditional(value: PythonNode): PythonNode {
    this.at++;
    const children = [value];
    const condition = this.binary(1);
    if (condition) children.push(condition);
    const otherwise = this.take('else') ? this.expression() : undefined;
    if (otherwise) children.push(otherwise);
    return node({ kind: 'other', children }, value.start, this.lastEnd());
  }

  private lambda(): PythonNode {
    const start = this.tokens[this.at]?.start ?? 0;
    while (!this.done && this.peek() !== ':' && this.peek() !== ')') this.at++;
    this.take(':');
    const body = this.expression();
    return node({ kind: 'other', children: body ? [body] : [] }, start, this.lastEnd());
  }

  private binary(level: number): PythonNode | undefined {
    let left = this.operand();
    for (;;) {
      const operator = this.peek() ?? '';
      const precedence = Object.hasOwn(BINARY, operator) ? (BINARY[operator] ?? 0) : 0;
      if (!left || precedence < level || precedence === 0) return left;
      const before = this.at;
      this.at++;
      const second = operator === 'not' ? this.take('in') : operator === 'is' ? this.take('not') : false;
      const right = this.depth >= MAX_DEPTH ? this.leap() : this.deeper(() => this.binary(precedence + 1));
      if (!right) {
        this.at = before;
        return left;
      }
      const name = second ? (operator === 'is' ? 'is not' : 'not in') : operator;
      left = node({ kind: 'binary', operator: name, left, right }, left.start, right.end);
    }
  }

  private deeper<T>(read: () => T): T {
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  private operand(): PythonNode | undefined {
    const token = this.tokens[this.at];
    if (!token) return undefined;
    if ((token.kind === 'operator' || token.kind === 'name') && PREFIXES.has(token.text)) {
      let operators = 0;
      while (PREFIXES.has(this.peek() ?? '')) {
        this.at++;
        operators++;
      }
      this.take('from');
      const value = this.operand();
      if (!value) return node({ kind: 'other', children: [] }, token.start, this.lastEnd());
      if (token.text === 'await' && operators === 1) return value;
      return node({ kind: 'other', children: [value] }, token.start, value.end);
    }
    const primary = this.primary(token);
    return primary && this.postfix(primary);
  }

  private primary(token: PythonToken): PythonNode | undefined {
    if (token.kind === 'string') return this.string(token);
    if (token.kind === 'number') {
      this.at++;
      return node({ kind: 'number', text: token.text.replaceAll('_', '') }, token.start, token.end);
    }
    if (token.kind === 'name') {
      if (NOT_OPERANDS.has(token.text)) return undefined;
      this.at++;
      return node({ kind: 'name', name: token.text }, token.start, token.end);
    }
    if (token.text === '...') {
      this.at++;
      return node({ kind: 'other', children: [] }, token.start, token.end);
    }
    if (token.text in CLOSING && token.kind === 'operator') return this.bracket(token);
    return undefined;
  }

  private string(first: PythonToken): PythonNode {
    const parts: (string | PythonNode)[] = [];
    let last = first;
    for (let token = this.tokens[this.at]; token?.kind === 'string'; token = this.tokens[this.at]) {
      for (const part of token.parts) parts.push(typeof part === 'string' ? part : this.field(part));
      last = token;
      this.at++;
    }
    return node({ kind: 'string', parts }, first.start, last.end);
  }

  private field(part: { readonly start: number; readonly end: number }): PythonNode {
    const tokens = tokenizePython(this.text.slice(part.start, part.end), part.start).filter(
      (it) => it.kind !== 'newline',
    );
    const hasStrings = tokens.some((it) => it.kind === 'string' && it.parts.length > 1);
    const value = hasStrings ? undefined : new ExpressionParser(tokens, this.text).list();
    return value ?? node({ kind: 'other', children: [] }, part.start, part.end);
  }

  private postfix(primary: PythonNode): PythonNode {
    let result = primary;
    for (;;) {
      const operator = this.tokens[this.at]?.kind === 'operator' ? this.peek() : undefined;
      if (operator === '.') {
        const name = this.tokens[this.at + 1];
        if (name?.kind !== 'name') return result;
        this.at += 2;
        result = node({ kind: 'attribute', object: result, name: name.text }, result.start, name.end);
      } else if (operator === '(') {
        this.at++;
        const args = this.args();
        result = node({ kind: 'call', callee: result, args }, result.start, this.lastEnd());
      } else if (operator === '[') {
        const open = this.tokens[this.at];
        const items = open && this.bracket(open);
        const index = items?.kind === 'sequence' && items.items.length === 1 ? items.items[0] : items;
        if (!index) return result;
        result = node({ kind: 'subscript', object: result, index }, result.start, this.lastEnd());
      } else {
        return result;
      }
    }
  }

  /** Arguments up to and with the closing parenthesis. */
  private args(): PythonArgument[] {
    const args: PythonArgument[] = [];
    while (!this.done && !this.take(')')) {
      const star = this.peek();
      const stars = star === '*' || star === '**' ? star : undefined;
      if (stars) this.at++;
      const next = this.tokens[this.at + 1];
      const name =
        this.tokens[this.at]?.kind === 'name' && next?.kind === 'operator' && next.text === '='
          ? this.peek()
          : undefined;
      if (name !== undefined) this.at += 2;
      const value = this.expression();
      if (value) args.push({ name: stars ?? name, value });
      if (this.peek() === 'for' || this.peek() === 'async')
        args.push(...this.rest(')').map((it) => ({ name: '*', value: it })));
      else if (!value && this.peek() !== ')') this.at++;
      this.take(',');
    }
    return args;
  }

  /** A display in brackets, or an expression in parentheses. */
  private bracket(open: PythonToken): PythonNode {
    const close = CLOSING[open.text] ?? ')';
    this.at++;
    const items: PythonNode[] = [];
    const entries: { key: PythonNode; value: PythonNode }[] = [];
    let commas = 0;
    let loose = false;
    while (!this.done && this.peek() !== close) {
      if (this.peek() === '*' || this.peek() === '**') {
        this.at++;
        loose = true;
      }
      const item = this.expression();
      const next = this.peek();
      if (item && next === ':' && open.text === '{') {
        this.at++;
        const value = this.expression();
        if (value) entries.push({ key: item, value });
      } else if (item) items.push(item);
      if (this.peek() === ',') {
        this.at++;
        commas++;
      } else if (this.peek() === 'for' || this.peek() === 'async' || this.peek() === ':') {
        loose = true;
        items.push(...this.rest(close));
      } else if (!item && this.peek() !== close) this.at++;
    }
    this.take(close);
    const end = this.lastEnd();
    const [only] = items;
    if (loose)
      return node(
        { kind: 'other', children: [...items, ...entries.flatMap((it) => [it.key, it.value])] },
        open.start,
        end,
      );
    if (open.text === '{' && (entries.length > 0 || items.length === 0))
      return node({ kind: 'dict', entries }, open.start, end);
    if (open.text === '(' && items.length === 1 && commas === 0 && only) return only;
    return node({ kind: 'sequence', items }, open.start, end);
  }

  /** Whatever stands up to the closing bracket, which is not consumed. */
  private rest(close: string): PythonNode[] {
    const nodes: PythonNode[] = [];
    while (!this.done && this.peek() !== close) {
      const item = this.expression();
      if (item) nodes.push(item);
      else this.at++;
    }
    return nodes;
  }

  /** Too deep: passes over one operand, brackets and all. */
  private leap(): PythonNode | undefined {
    const token = this.tokens[this.at];
    if (!token || token.text === ')' || token.text === ']' || token.text === '}') return undefined;
    let open = 0;
    do {
      const text = this.tokens[this.at]?.kind === 'operator' ? (this.peek() ?? '') : '';
      if (text in CLOSING) open++;
      else if (text === ')' || text === ']' || text === '}') open--;
      this.at++;
    } while (!this.done && open > 0);
    return node({ kind: 'other', children: [] }, token.start, this.lastEnd());
  }

  private lastEnd(): number {
    return this.tokens[Math.min(this.at, this.tokens.length) - 1]?.end ?? 0;
  }
}
