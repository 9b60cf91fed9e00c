import type { PythonNode, PythonStatement } from './python-nodes';
import { dottedName } from './python-nodes';
import type { PythonToken } from './python-tokens';

/** One imported module or name, as written: leading dots for relative imports, `a` and `a.b` for `from a import b`. */
export interface PythonImport {
  readonly module: string;
  readonly start: number;
  readonly end: number;
}

export interface PythonImports {
  readonly all: readonly PythonImport[];
  /** Local name to what it stands for: `np` → `numpy`, `serve` → `waitress.serve`. */
  readonly names: ReadonlyMap<string, string>;
  /** Top-level packages that are imported. */
  readonly packages: ReadonlySet<string>;
}

/** Collects the imports of a file, wherever they stand. */
export function collectImports(statements: readonly PythonStatement[]): PythonImports {
  const all: PythonImport[] = [];
  const names = new Map<string, string>();
  for (const statement of statements) {
    if (statement.kind !== 'import') continue;
    const { tokens } = statement;
    if (tokens[0]?.text === 'from') readFrom(tokens, all, names);
    else readImport(tokens, all, names);
  }
  return { all, names, packages: new Set(all.map((it) => it.module.split('.')[0] ?? '').filter((it) => it !== '')) };
}

/** The dotted name of an expression with import aliases resolved: `web.get` → `aiohttp.web.get`. */
export function fullName(node: PythonNode, imports: PythonImports): string | undefined {
  const name = dottedName(node);
  if (name === undefined) return undefined;
  const dot = name.indexOf('.');
  const first = dot < 0 ? name : name.slice(0, dot);
  const target = imports.names.get(first);
  return target === undefined ? name : target + (dot < 0 ? '' : name.slice(dot));
}

function readImport(tokens: readonly PythonToken[], all: PythonImport[], names: Map<string, string>): void {
  let i = 1;
  while (i < tokens.length) {
    const module = readDotted(tokens, i);
    if (module.text !== '') {
      all.push({ module: module.text, start: module.start, end: module.end });
      const alias = tokens[module.next]?.text === 'as' ? tokens[module.next + 1]?.text : undefined;
      const first = module.text.split('.')[0] ?? '';
      names.set(alias ?? first, alias === undefined ? first : module.text);
    }
    i = module.next;
    while (i < tokens.length && tokens[i]?.text !== ',') i++;
    i++;
  }
}

function readFrom(tokens: readonly PythonToken[], all: PythonImport[], names: Map<string, string>): void {
  const module = readDotted(tokens, 1);
  if (module.text === '') return;
  if (!/^\.+$/.test(module.text)) all.push({ module: module.text, start: module.start, end: module.end });
  if (tokens[module.next]?.text !== 'import') return;
  for (let i = module.next + 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== 'name') continue;
    const full = module.text.endsWith('.') ? module.text + token.text : `${module.text}.${token.text}`;
    all.push({ module: full, start: token.start, end: token.end });
    const alias = tokens[i + 1]?.text === 'as' ? tokens[i + 2]?.text : undefined;
    names.set(alias ?? token.text, full);
    if (alias !== undefined) i += 2;
  }
}

function readDotted(
  tokens: readonly PythonToken[],
  from: number,
): { text: string; start: number; end: number; next: number } {
  const pieces: string[] = [];
  let i = from;
  for (; i < tokens.length; i++) {
    const token = tokens[i];
    const isDot = token?.kind === 'operator' && /^\.+$/.test(token.text);
    const isName =
      token?.kind === 'name' && token.text !== 'import' && token.text !== 'as' && tokens[i - 1]?.kind !== 'name';
    const isFirst = i === from && token?.kind === 'name';
    if (!token || !(isDot || isName || isFirst)) break;
    pieces.push(token.text);
  }
  return { text: pieces.join(''), start: tokens[from]?.start ?? 0, end: tokens[i - 1]?.end ?? 0, next: i };
}
