/** The patterns of `${x#…}`, `${x%…}` and `${x/…/…}`: `*`, `?` and characters, without brackets, as in BuildKit. */
type Part = 'star' | 'any' | { readonly character: string };

// Matching is cubic at worst; nothing sensible comes near this.
const WORK_LIMIT = 2_000_000;

/** `${value#pattern}`, `##` when `longest`. Undefined when the pattern is not valid. */
export function trimPrefix(value: string, pattern: string, longest: boolean): string | undefined {
  const parts = compile(pattern);
  if (parts === undefined || parts.length * value.length > WORK_LIMIT) return undefined;
  const end = matchEnd(parts, Array.from(value), 0, longest);
  return end === undefined ? value : Array.from(value).slice(end).join('');
}

/** `${value%pattern}`, `%%` when `longest`. */
export function trimSuffix(value: string, pattern: string, longest: boolean): string | undefined {
  const parts = compile(pattern);
  if (parts === undefined || parts.length * value.length > WORK_LIMIT) return undefined;
  const reversed = Array.from(value).reverse();
  const end = matchEnd([...parts].reverse(), reversed, 0, longest);
  return end === undefined ? value : reversed.slice(end).reverse().join('');
}

/** `${value/pattern/replacement}`, `//` when `all`. */
export function replacePattern(value: string, pattern: string, replacement: string, all: boolean): string | undefined {
  const parts = compile(pattern);
  if (parts === undefined || parts.length === 0 || parts.length * value.length ** 2 > WORK_LIMIT) return undefined;
  const characters = Array.from(value);
  let result = '';
  let at = 0;
  let done = false;
  while (at < characters.length) {
    const end = done ? undefined : matchEnd(parts, characters, at, true);
    if (end === undefined || end === at) {
      result += characters[at] ?? '';
      at++;
    } else {
      result += replacement;
      at = end;
      done = !all;
    }
  }
  return result;
}

function compile(pattern: string): Part[] | undefined {
  const parts: Part[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    let character = characters[at] ?? '';
    if (character === '*') parts.push('star');
    else if (character === '?') parts.push('any');
    else {
      if (character === '\\') {
        character = characters[++at] ?? '';
        if (!['}', '/', '*', '?', '\\'].includes(character)) return undefined;
      }
      parts.push({ character });
    }
  }
  return parts;
}

/** End of the shortest or longest match that begins at `from`. */
function matchEnd(parts: readonly Part[], text: readonly string[], from: number, longest: boolean): number | undefined {
  let states = closure(parts, new Set([0]));
  let found: number | undefined;
  for (let at = from; ; at++) {
    if (states.has(parts.length)) {
      found = at;
      if (!longest) return found;
    }
    if (at >= text.length || states.size === 0) return found;
    const next = new Set<number>();
    for (const state of states) {
      const part = parts[state];
      if (part === undefined) continue;
      if (part === 'star') next.add(state);
      else if (part === 'any' || part.character === text[at]) next.add(state + 1);
    }
    states = closure(parts, next);
  }
}

/** A star may match nothing: the state after it is reached as well. */
function closure(parts: readonly Part[], states: Set<number>): Set<number> {
  for (const state of states) if (parts[state] === 'star') states.add(state + 1);
  return states;
}
