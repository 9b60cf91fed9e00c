import { Cursor } from './cursor';
import type { Span } from './cursor';
import type { Heredoc } from './lexer';
import { tokenize } from './lexer';

export interface Redirect extends Span {
  readonly operator: string;
  readonly target: Span;
  readonly heredoc: Heredoc | undefined;
}

export type Node =
  | {
      readonly kind: 'command';
      readonly words: readonly Span[];
      readonly redirects: readonly Redirect[];
      readonly span: Span;
    }
  | { readonly kind: 'group' | 'subshell'; readonly body: List; readonly redirects: readonly Redirect[] }
  | { readonly kind: 'function'; readonly name: string; readonly body: List; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: 'if';
      readonly first: List;
      readonly branches: readonly List[];
      /** What each branch is; the list of an `elif` is its condition. */
      readonly labels: readonly ('then' | 'elif' | 'else')[];
    }
  | { readonly kind: 'for'; readonly name: string; readonly words: readonly Span[]; readonly body: List }
  | { readonly kind: 'while'; readonly condition: List; readonly body: List }
  | {
      readonly kind: 'case';
      readonly subject: readonly Span[];
      readonly arms: readonly List[];
      /** The patterns of each arm. */
      readonly patterns: readonly (readonly Span[])[];
    };

export interface Pipeline {
  readonly operator: 'start' | '&&' | '||';
  /** Begins with `!`. */
  readonly negated: boolean;
  readonly commands: readonly Node[];
}

export interface AndOr {
  readonly pipelines: readonly Pipeline[];
  /** What stands before it. */
  readonly after: ';' | '&';
  readonly background: boolean;
}

export type List = readonly AndOr[];

const MAX_DEPTH = 60;
const CLOSERS = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']);

/** The structure of a shell script. Takes any text: what doesn't fit the grammar is passed over. */
export function parseSyntax(text: string): List {
  const parser = new Cursor(text, tokenize(text));
  const lists: AndOr[] = [];
  while (!parser.done()) {
    lists.push(...list(parser, []));
    parser.next();
  }
  return lists;
}

/** Commands up to one of the closing words, a closing `)` or `;;`, or the end. The closer is not consumed. */
function list(cursor: Cursor, until: readonly string[]): List {
  const items: AndOr[] = [];
  let after: ';' | '&' = ';';
  while (!cursor.done()) {
    const operator = cursor.operator();
    const word = cursor.word();
    if (operator === ')' || (operator?.startsWith(';;') ?? false) || operator === ';&') {
      break;
    }
    if (word !== undefined && CLOSERS.has(word)) {
      if (until.includes(word) || cursor.depth > 0) {
        break;
      }
      cursor.next();
    } else if (operator !== undefined && operator !== '(') {
      cursor.next();
    } else {
      const item = andOr(cursor, after);
      after = item.background ? '&' : ';';
      items.push(item);
    }
  }
  return items;
}

function andOr(cursor: Cursor, after: ';' | '&'): AndOr {
  const pipelines: Pipeline[] = [];
  let operator: 'start' | '&&' | '||' = 'start';
  for (;;) {
    pipelines.push({ operator, negated: cursor.word() === '!', commands: pipeline(cursor) });
    const next = cursor.operator();
    if (next !== '&&' && next !== '||') {
      return { pipelines, after, background: cursor.takeOperator('&') };
    }
    operator = next;
    cursor.next();
    cursor.newlines();
  }
}

function pipeline(cursor: Cursor): readonly Node[] {
  const commands: Node[] = [];
  do {
    cursor.newlines();
    while (cursor.take('!')) {
      /* a negated pipeline runs all the same */
    }
    const node = command(cursor);
    if (node !== undefined) {
      commands.push(node);
    }
  } while (cursor.takeOperator('|') || cursor.takeOperator('|&'));
  return commands;
}

function command(cursor: Cursor): Node | undefined {
  if (cursor.depth >= MAX_DEPTH) {
    return simple(cursor);
  }
  cursor.depth += 1;
  const node = compound(cursor) ?? simple(cursor);
  cursor.depth -= 1;
  return node;
}

function compound(cursor: Cursor): Node | undefined {
  if (cursor.takeOperator('(')) {
    const body = list(cursor, []);
    cursor.takeOperator(')');
    return { kind: 'subshell', body, redirects: redirects(cursor) };
  }
  if (cursor.take('{')) {
    const body = list(cursor, ['}']);
    cursor.take('}');
    return { kind: 'group', body, redirects: redirects(cursor) };
  }
  if (cursor.take('if')) {
    return conditional(cursor);
  }
  if (cursor.take('while') || cursor.take('until')) {
    const condition = list(cursor, ['do']);
    return { kind: 'while', condition, body: loopBody(cursor) };
  }
  if (cursor.take('for') || cursor.take('select')) {
    return forLoop(cursor);
  }
  if (cursor.take('case')) {
    return cases(cursor);
  }
  return functionDefinition(cursor);
}

function conditional(cursor: Cursor): Node {
  const first = list(cursor, ['then']);
  const branches: List[] = [];
  const labels: ('then' | 'elif' | 'else')[] = [];
  for (;;) {
    const label = (['then', 'elif', 'else'] as const).find((word) => cursor.take(word));
    if (label === undefined) break;
    labels.push(label);
    branches.push(list(cursor, ['then', 'elif', 'else', 'fi']));
  }
  cursor.take('fi');
  redirects(cursor);
  return { kind: 'if', first, branches, labels };
}

function loopBody(cursor: Cursor): List {
  while (cursor.operator() === ';' || cursor.operator() === '\n') {
    cursor.next();
  }
  if (!cursor.take('do')) {
    return [];
  }
  const body = list(cursor, ['done']);
  cursor.take('done');
  redirects(cursor);
  return body;
}

function forLoop(cursor: Cursor): Node {
  const name = cursor.word() ?? '';
  cursor.next();
  cursor.newlines();
  const words: Span[] = [];
  if (cursor.take('in')) {
    for (let token = cursor.peek(); token?.kind === 'word'; token = cursor.peek()) {
      words.push(token);
      cursor.next();
    }
  } else {
    while (cursor.operator() === '(' || cursor.operator() === ')' || (cursor.word() ?? 'do') !== 'do') {
      cursor.next();
    }
  }
  return { kind: 'for', name, words, body: loopBody(cursor) };
}

function cases(cursor: Cursor): Node {
  const subject = wordsUntil(cursor, () => cursor.take('in'));
  const arms: List[] = [];
  const patterns: (readonly Span[])[] = [];
  while (!cursor.done() && !cursor.take('esac')) {
    const pattern = wordsUntil(cursor, () => cursor.word() === 'esac' || cursor.takeOperator(')'));
    if (cursor.word() !== 'esac') {
      patterns.push(pattern);
      arms.push(list(cursor, ['esac']));
    }
    if (cursor.operator() !== undefined || (cursor.word() !== undefined && cursor.word() !== 'esac')) {
      cursor.next();
    }
  }
  redirects(cursor);
  return { kind: 'case', subject, arms, patterns };
}

function wordsUntil(cursor: Cursor, end: () => boolean): readonly Span[] {
  const words: Span[] = [];
  while (!cursor.done() && !end()) {
    const token = cursor.next();
    if (token?.kind === 'word') words.push(token);
  }
  return words;
}

function functionDefinition(cursor: Cursor): Node | undefined {
  const keyword = cursor.word() === 'function' && cursor.word(1) !== undefined;
  const ahead = keyword ? 2 : 1;
  const parentheses = cursor.operator(ahead) === '(' && cursor.operator(ahead + 1) === ')';
  if (cursor.word() === undefined || !(keyword || parentheses)) {
    return undefined;
  }
  const name = cursor.word(ahead - 1) ?? '';
  for (let count = ahead + (parentheses ? 2 : 0); count > 0; count -= 1) {
    cursor.next();
  }
  cursor.newlines();
  const body = command(cursor);
  const commands = body === undefined ? [] : [body];
  return {
    kind: 'function',
    name,
    body: [{ pipelines: [{ operator: 'start', negated: false, commands }], after: ';', background: false }],
    redirects: [],
  };
}

function redirects(cursor: Cursor): readonly Redirect[] {
  const found: Redirect[] = [];
  while (cursor.peek()?.kind === 'redirect') {
    const redirect = readRedirect(cursor);
    if (redirect !== undefined) {
      found.push(redirect);
    }
  }
  return found;
}

function readRedirect(cursor: Cursor): Redirect | undefined {
  const token = cursor.next();
  const target = cursor.peek();
  if (token?.kind !== 'redirect' || target?.kind !== 'word') {
    return undefined;
  }
  cursor.next();
  return { operator: token.text, start: token.start, end: target.end, target, heredoc: token.heredoc };
}

function simple(cursor: Cursor): Node | undefined {
  const words: Span[] = [];
  const found: Redirect[] = [];
  const start = cursor.peek()?.start ?? 0;
  let end = start;
  for (let token = cursor.peek(); token !== undefined && token.kind !== 'operator'; token = cursor.peek()) {
    end = token.end;
    if (token.kind === 'word') {
      words.push(token);
      cursor.next();
    } else {
      const redirect = readRedirect(cursor);
      if (redirect !== undefined) {
        found.push(redirect);
        end = redirect.end;
      }
    }
  }
  if (words.length === 0 && found.length === 0) {
    cursor.takeOperator('(');
    return undefined;
  }
  return { kind: 'command', words, redirects: found, span: { start, end } };
}
