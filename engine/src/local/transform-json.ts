/** Marks a number that JavaScript would change: an ID of twenty digits, `1.0`. */
const EXACT = '\u0000exact:';
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARKED = /"\\u0000exact:([-+.\deE]+)"/g;

/** JSON as data whose numbers come out of `jsonText` as they were written. Throws a SyntaxError. */
export function parseJson(text: string): unknown {
  return JSON.parse(
    text.replaceAll(TOKENS, (token) =>
      token.startsWith('"') || String(Number(token)) === token ? token : JSON.stringify(EXACT + token),
    ),
  ) as unknown;
}

/** On one line. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replaceAll(MARKED, '$1');
}
