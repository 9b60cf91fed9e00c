/** Names within names are looked up this deep. */
const MAX_DEPTH = 4;

/**
 * What an expression of Go or Rust comes to, in the notation of template.ts: texts, numbers, `":" + port`,
 * `fmt.Sprintf(":%d", port)`, names that are set once, `([0, 0, 0, 0], 8080)`. Undefined: it can't be known.
 */
export function codeValue(expression: string, code: string, depth = 0): string | undefined {
  const written = expression
    .trim()
    .replace(/^&/, '')
    .replace(/\.(?:as_str|to_string|parse(?:::<\w+>)?|unwrap|into)\(\)/g, '');
  const literal = /^(?:"([^"\\]*)"|`([^`]*)`|(\d[\d_]*))$/.exec(written);
  if (literal) return literal[1] ?? literal[2] ?? literal[3]?.replaceAll('_', '');
  if (depth >= MAX_DEPTH) return undefined;
  const inner = (it: string): string | undefined => codeValue(it, code, depth + 1);
  const address = /^(?:SocketAddr::from\()?\(\s*(?:\[([\d,\s]{7,40})\]|("[^"]*"))\s*,\s*([\w.]+)\s*\)\)?$/.exec(
    written,
  );
  if (address) {
    const port = inner(address[3] ?? '');
    const host = address[1]?.replace(/\s/g, '').replaceAll(',', '.') ?? inner(address[2] ?? '');
    return port === undefined || host === undefined ? undefined : `${host}:${port}`;
  }
  const printed = /^(?:fmt\.Sprintf|&?format!)\(\s*"([^"\\]*)"\s*(?:,\s*(\w+)\s*)?\)$/.exec(written);
  if (printed) return fillIn(printed[1] ?? '', printed[2], inner);
  const sum = /^("[^"\\]*"|\w+)\s*\+\s*("[^"\\]*"|\w+)$/.exec(written);
  if (sum) {
    const [left, right] = [inner(sum[1] ?? ''), inner(sum[2] ?? '')];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return /^[A-Za-z_]\w*$/.test(written) ? ofName(written, code, inner) : undefined;
}

/** The one value that a name is ever given. */
function ofName(name: string, code: string, inner: (it: string) => string | undefined): string | undefined {
  const pattern = new RegExp(
    `(?<![\\w.])${name}\\s*(?::\\s*&?[\\w']{1,40}|\\b(?:string|int)\\b)?\\s*:?=(?!=)\\s*([^\\n;]{1,200})`,
    'g',
  );
  const values = [...code.matchAll(pattern)];
  const [only] = values;
  const changed = new RegExp(`&${name}\\b(?!\\))|\\b${name}\\s*,[^\\n=]{0,80}:?=|,\\s*${name}\\s*:?=`).test(code);
  return values.length === 1 && only?.[1] !== undefined && !changed ? inner(only[1]) : undefined;
}

function fillIn(
  template: string,
  value: string | undefined,
  inner: (it: string) => string | undefined,
): string | undefined {
  const holes = template.match(/%[dsv]|\{\w*\}/g) ?? [];
  const [only] = holes;
  if (only === undefined) return template;
  const named = /^\{(\w+)\}$/.exec(only)?.[1] ?? value;
  const text = holes.length === 1 && named !== undefined ? inner(named) : undefined;
  return text === undefined ? undefined : template.replace(only, text);
}
