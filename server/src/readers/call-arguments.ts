/** Calls are short; a parenthesis that is never closed ends here. */
const MOST = 2000;

/** The text between the parenthesis that opens before `from` and the one that closes it; quoted ones don't count. */
export function argumentsAt(code: string, from: number): string {
  let depth = 1;
  let quote = '';
  const end = Math.min(code.length, from + MOST);
  for (let at = from; at < end; at++) {
    const char = code.charAt(at);
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (char === '(' || char === '{' || char === '[') depth++;
    else if ((char === ')' || char === '}' || char === ']') && --depth === 0) return code.slice(from, at);
  }
  return code.slice(from, end);
}

export interface Argument {
  /** Without the blanks around it. */
  readonly text: string;
  /** Offset of the text. */
  readonly start: number;
}

/** The arguments of a call or the members of an object, by the commas between them. */
export function splitArguments(given: string): readonly Argument[] {
  const found: Argument[] = [];
  let from = 0;
  const add = (to: number): void => {
    const text = given.slice(from, to);
    const start = from + text.length - text.trimStart().length;
    if (text.trim() !== '') found.push({ text: text.trim(), start });
  };
  for (let at = 0; at < given.length; at++) {
    const char = given.charAt(at);
    if ('([{'.includes(char)) at += argumentsAt(given, at + 1).length + 1;
    else if (`"'\``.includes(char)) at = closing(given, at);
    else if (char === ',') {
      add(at);
      from = at + 1;
    }
  }
  add(given.length);
  return found;
}

function closing(text: string, open: number): number {
  const quote = text.charAt(open);
  for (let at = open + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) return at;
  }
  return text.length;
}
