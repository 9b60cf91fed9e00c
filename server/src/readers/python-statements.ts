import { ExpressionParser } from './python-expressions';
import type { PythonNode, PythonStatement } from './python-nodes';
import type { PythonToken } from './python-tokens';
import { tokenizePython } from './python-tokens';

export interface PythonTree {
  readonly statements: readonly PythonStatement[];
  readonly tokens: readonly PythonToken[];
}

const AUGMENTED = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '@=', '&=', '|=', '^=', '>>=', '<<=', '**=']);
const KEYWORDS = new Set([
  'if',
  'elif',
  'else',
  'for',
  'while',
  'with',
  'try',
  'except',
  'finally',
  'return',
  'raise',
  'assert',
  'del',
  'pass',
  'break',
  'continue',
  'global',
  'nonlocal',
  'import',
  'from',
  'def',
  'class',
  'yield',
  'await',
  'async',
]);

/** Reads any text as Python statements. What can't be read is passed over. */
export function parsePython(text: string): PythonTree {
  const tokens = tokenizePython(text);
  const blocks = new Blocks();
  const statements: PythonStatement[] = [];
  let line: PythonToken[] = [];
  let indent = 0;
  let depth = 0;
  const finish = (): void => {
    if (line.length > 0) statements.push(blocks.place(parseStatement(line, indent, text)));
    line = [];
    depth = 0;
  };
  for (const token of tokens) {
    if (token.indent >= 0) {
      finish();
      indent = token.indent;
    }
    if (token.kind === 'newline') {
      finish();
      continue;
    }
    if (token.kind === 'operator') {
      if ('([{'.includes(token.text)) depth++;
      else if (')]}'.includes(token.text)) depth--;
      if (token.text === ';' && depth <= 0) {
        finish();
        continue;
      }
    }
    line.push(token);
  }
  finish();
  return { statements, tokens };
}

type Draft = Omit<PythonStatement, 'scope' | 'owners' | 'inTry'>;
type Owner = PythonStatement['owners'][number];

/** Follows indentation: which function, classes and `try` a statement stands in. */
class Blocks {
  private open: {
    readonly indent: number;
    readonly scope: number;
    readonly owners: readonly Owner[];
    readonly inTry: boolean;
  }[] = [];
  private scopes = 1;

  place(draft: Draft): PythonStatement {
    while ((this.open.at(-1)?.indent ?? -1) >= draft.indent) this.open.pop();
    const around = this.open.at(-1) ?? { scope: 0, owners: [], inTry: false };
    const { kind, name = '' } = draft;
    if (kind === 'def' || kind === 'class') {
      const scope = kind === 'def' ? this.scopes++ : around.scope;
      // More than a few owners are of no interest, and copying them must stay cheap.
      this.open.push({
        indent: draft.indent,
        scope,
        owners: [{ kind, name }, ...around.owners].slice(0, 8),
        inTry: false,
      });
    } else if (draft.keyword === 'try' || draft.keyword === 'except') {
      this.open.push({ ...around, indent: draft.indent, inTry: draft.keyword === 'try' });
    }
    const scope = kind === 'def' ? (this.open.at(-1)?.scope ?? 0) : around.scope;
    return { ...draft, scope, owners: around.owners, inTry: around.inTry };
  }
}

function parseStatement(tokens: readonly PythonToken[], indent: number, text: string): Draft {
  const first = tokens[0];
  const isAsync = first?.text === 'async' && first.kind === 'name';
  const head = isAsync ? (tokens[1] ?? first) : first;
  const word = head?.kind === 'name' && KEYWORDS.has(head.text) ? head.text : '';
  const base = {
    tokens,
    indent,
    start: first?.start ?? 0,
    end: tokens.at(-1)?.end ?? 0,
    keyword: word,
    name: undefined,
    parameters: [],
    targets: [],
  };
  const rest = tokens.slice(isAsync ? 2 : 1);
  if (word === 'import' || word === 'from') return { ...base, kind: 'import', expressions: [] };
  if (word === 'def') return { ...base, ...parseDef(rest, text), kind: 'def' };
  if (word === 'class') {
    const name = rest[0]?.kind === 'name' ? rest[0].text : undefined;
    return { ...base, kind: 'class', name, expressions: new ExpressionParser(rest.slice(1), text).all() };
  }
  if (first?.text === '@' && first.kind === 'operator') {
    return { ...base, kind: 'decorator', expressions: new ExpressionParser(rest, text).all() };
  }
  if (word === 'for') return { ...base, ...parseFor(rest, text), kind: 'for' };
  if (word === 'with') return { ...base, ...parseWith(rest, text), kind: 'with' };
  if (word !== '') return { ...base, kind: 'other', expressions: new ExpressionParser(rest, text).all() };
  const soft =
    first?.kind === 'name' && first.text === 'case' && tokens[1]?.kind !== 'operator' && tokens.at(-1)?.text === ':';
  if (soft) return { ...base, kind: 'case', expressions: new ExpressionParser(rest, text).all() };
  return { ...base, ...parseAssignment(tokens, text) };
}

function parseAssignment(
  tokens: readonly PythonToken[],
  text: string,
): Pick<Draft, 'kind' | 'targets' | 'expressions'> {
  const parser = new ExpressionParser(tokens, text);
  const targets: PythonNode[] = [];
  let value = parser.list();
  if (value && AUGMENTED.has(parser.peek() ?? '')) {
    parser.skip();
    return { kind: 'augmented', targets: [value], expressions: parser.all() };
  }
  if (value?.kind === 'name' && parser.take(':')) {
    const annotation = parser.expression();
    if (annotation && parser.peek() !== '=')
      return { kind: 'other', targets: [], expressions: [annotation, ...parser.all()] };
  }
  while (value && parser.take('=')) {
    targets.push(value);
    value = parser.list();
  }
  const rest = parser.all();
  if (targets.length > 0 && value) return { kind: 'assign', targets, expressions: [...rest, value] };
  return { kind: 'other', targets: [], expressions: [...targets, ...(value ? [value] : []), ...rest] };
}

function parseFor(tokens: readonly PythonToken[], text: string): Pick<Draft, 'targets' | 'expressions'> {
  const at = tokens.findIndex((it) => it.kind === 'name' && it.text === 'in');
  const split = at < 0 ? 0 : at;
  return {
    targets: new ExpressionParser(tokens.slice(0, split), text).all(),
    expressions: new ExpressionParser(tokens.slice(split), text).all(),
  };
}

function parseWith(tokens: readonly PythonToken[], text: string): Pick<Draft, 'targets' | 'expressions'> {
  const parser = new ExpressionParser(tokens, text);
  const targets: PythonNode[] = [];
  const expressions: PythonNode[] = [];
  while (!parser.done) {
    const target = parser.take('as');
    const value = parser.expression();
    if (!value) parser.skip();
    else (target ? targets : expressions).push(value);
  }
  return { targets, expressions };
}

function parseDef(tokens: readonly PythonToken[], text: string): Pick<Draft, 'name' | 'parameters' | 'expressions'> {
  const name = tokens[0]?.kind === 'name' ? tokens[0].text : undefined;
  const parameters: { name: string; hasDefault: boolean }[] = [];
  let depth = 0;
  let close = tokens.length;
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind === 'operator' && '([{'.includes(token.text)) depth++;
    else if (token?.kind === 'operator' && ')]}'.includes(token.text)) depth--;
    if (depth <= 0) {
      close = i;
      break;
    }
    const before = tokens[i - 1]?.text ?? '';
    const isName =
      token?.kind === 'name' && depth === 1 && (before === '(' || before === ',' || before === '*' || before === '**');
    const starred = before === '*' || before === '**';
    if (isName) parameters.push({ name: token.text, hasDefault: starred });
    const last = parameters.at(-1);
    if (token?.text === '=' && depth === 1 && last) last.hasDefault = true;
  }
  const defaults = new ExpressionParser(tokens.slice(2, close), text).all();
  return { name, parameters, expressions: [...defaults, ...new ExpressionParser(tokens.slice(close + 1), text).all()] };
}
