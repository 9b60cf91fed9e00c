/** The tables of a TOML file with their values as written; enough for lists of dependencies and scripts. */
export type Toml = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Tables by dotted name, `''` for what stands before the first. Takes any text. */
export function readToml(text: string): Toml {
  const tables = new Map<string, Map<string, string>>();
  let table = open(tables, '');
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]?.trim() ?? '';
    const header = /^\[\[?\s*([^\]]{1,300}?)\s*\]/.exec(line)?.[1];
    const equals = line.indexOf('=');
    if (header !== undefined) {
      table = open(tables, unquoteKey(header));
    } else if (equals > 0 && !line.startsWith('#')) {
      const parts = [line.slice(equals + 1)];
      let depth = nesting(parts[0] ?? '');
      while (depth > 0 && at + 1 < lines.length) {
        at += 1;
        const more = lines[at] ?? '';
        parts.push(more);
        depth += nesting(more);
      }
      table.set(unquoteKey(line.slice(0, equals).trim()), parts.map(withoutComment).join('\n').trim());
    }
  }
  return tables;
}

function open(tables: Map<string, Map<string, string>>, name: string): Map<string, string> {
  const table = tables.get(name) ?? new Map<string, string>();
  tables.set(name, table);
  return table;
}

function unquoteKey(key: string): string {
  return key.replace(/["']/g, '').replace(/\s*\.\s*/g, '.');
}

const PIECE = /"(?:[^"\\]|\\.)*"|'[^']*'|#.*|[[\]{}]/g;

function nesting(line: string): number {
  let depth = 0;
  for (const [piece] of line.matchAll(PIECE)) {
    depth += piece === '[' || piece === '{' ? 1 : piece === ']' || piece === '}' ? -1 : 0;
  }
  return depth;
}

function withoutComment(line: string): string {
  return line.replace(PIECE, (piece) => (piece.startsWith('#') ? '' : piece));
}

/** The strings of a value: of `"a"` or `["a", 'b']`. */
export function tomlStrings(value: string | undefined): readonly string[] {
  return [...(value ?? '').matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g)].map(
    (match) => match[1]?.replace(/\\(.)/gs, '$1') ?? match[2] ?? '',
  );
}
