import { skipPart } from './lexer';

const MAX = 64;

/** `a{b,c}d` → `abd`, `acd`. What isn't a brace expansion comes back as it is. */
export function braceAlternatives(raw: string): readonly string[] {
  if (!raw.includes('{')) {
    return [raw];
  }
  let done: string[] = [''];
  let literalFrom = 0;
  for (let at = 0; at < raw.length;) {
    const group = raw[at] === '{' ? commaGroup(raw, at) : undefined;
    if (group === undefined) {
      at = skipPart(raw, at);
      continue;
    }
    const prefix = raw.slice(literalFrom, at);
    const next = done.flatMap((head) => group.parts.map((part) => head + prefix + part));
    if (next.length > MAX) {
      return [raw];
    }
    done = next;
    at = group.end;
    literalFrom = at;
  }
  return done.map((head) => head + raw.slice(literalFrom));
}

function commaGroup(raw: string, open: number): { parts: readonly string[]; end: number } | undefined {
  const parts: string[] = [];
  let from = open + 1;
  let at = open + 1;
  const limit = Math.min(raw.length, open + 2000);
  while (at < limit) {
    const char = raw[at];
    if (char === ',' || char === '}') {
      parts.push(raw.slice(from, at));
      from = at + 1;
      if (char === '}') {
        return parts.length > 1 ? { parts, end: at + 1 } : undefined;
      }
    }
    if (char === '{' || /\s/.test(char ?? '')) {
      return undefined;
    }
    at = skipPart(raw, at);
  }
  return undefined;
}
