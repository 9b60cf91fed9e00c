import { UserError } from '../../user-error';

export type Glob = (text: string) => boolean;

type Accepts = (character: string) => boolean;
/**
 * `one` and `many` eat characters. Two stars and a slash become two tokens: `skip`, for no folder at all, and `folders`,
 * for anything up to a slash.
 */
type Token =
  | { readonly kind: 'one' | 'many'; readonly accepts: Accepts }
  | { readonly kind: 'skip' }
  | { readonly kind: 'folders' };

const any: Accepts = () => true;
const inSegment: Accepts = (character) => character !== '/';

/**
 * A pattern as moby/patternmatcher reads it. It is run as a state machine, since a regular expression with many stars
 * can take minutes for one path.
 */
export function compileGlob(pattern: string, source: string = pattern): Glob {
  if (!/[*?[\\]/.test(pattern)) {
    return (text) => text === pattern;
  }
  const tokens = readTokens(pattern, source);
  return (text) => run(tokens, text);
}

function readTokens(pattern: string, source: string): readonly Token[] {
  const tokens: Token[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '*' && characters[at + 1] === '*') {
      at += characters[at + 2] === '/' ? 2 : 1;
      const isLast = at + 1 >= characters.length;
      tokens.push(...(isLast ? [many(any)] : [{ kind: 'skip' } as const, { kind: 'folders' } as const]));
    } else if (character === '*') {
      tokens.push(many(inSegment));
    } else if (character === '?') {
      tokens.push({ kind: 'one', accepts: inSegment });
    } else if (character === '[') {
      const { accepts, end } = readClass(characters, at, source);
      tokens.push({ kind: 'one', accepts });
      at = end;
    } else {
      at += character === '\\' && at + 1 < characters.length ? 1 : 0;
      tokens.push(literal(characters[at] ?? ''));
    }
  }
  return tokens;
}

function many(accepts: Accepts): Token {
  return { kind: 'many', accepts };
}

function literal(wanted: string): Token {
  return { kind: 'one', accepts: (character) => character === wanted };
}

/** `[a-z]`, `[^a-z]`. */
function readClass(
  characters: readonly string[],
  start: number,
  source: string,
): { readonly accepts: Accepts; readonly end: number } {
  const isNegated = characters[start + 1] === '^';
  const ranges: { readonly low: string; readonly high: string }[] = [];
  let at = start + (isNegated ? 2 : 1);
  const take = (): string => {
    at += characters[at] === '\\' ? 1 : 0;
    const character = characters[at];
    at += 1;
    if (character === undefined) {
      throw invalid(source);
    }
    return character;
  };
  while (characters[at] !== ']') {
    const low = take();
    const isRange = characters[at] === '-' && characters[at + 1] !== ']';
    at += isRange ? 1 : 0;
    ranges.push({ low, high: isRange ? take() : low });
  }
  if (ranges.length === 0) {
    throw invalid(source);
  }
  return {
    accepts: (character) => ranges.some(({ low, high }) => low <= character && character <= high) !== isNegated,
    end: at,
  };
}

function invalid(source: string): UserError {
  return new UserError(
    `The pattern ${JSON.stringify(source)} that says which files belong to the build is not valid.`,
    'Correct it in .dockerignore or in the COPY instruction: a [ needs its ].',
  );
}

function run(tokens: readonly Token[], text: string): boolean {
  let states = new Set<number>();
  enter(tokens, 0, states);
  for (const character of text) {
    const next = new Set<number>();
    for (const state of states) {
      step(tokens, state, character, next);
    }
    if (next.size === 0) {
      return false;
    }
    states = next;
  }
  return states.has(tokens.length);
}

function step(tokens: readonly Token[], state: number, character: string, next: Set<number>): void {
  const token = tokens[state];
  if (token?.kind === 'one' && token.accepts(character)) {
    enter(tokens, state + 1, next);
  } else if (token?.kind === 'many' && token.accepts(character)) {
    enter(tokens, state, next);
  } else if (token?.kind === 'folders') {
    next.add(state);
    if (character === '/') {
      enter(tokens, state + 1, next);
    }
  }
}

/** Adds a state, and those that are reached from it without a character. */
function enter(tokens: readonly Token[], first: number, states: Set<number>): void {
  const waiting = [first];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (!states.has(state)) {
      states.add(state);
      const kind = tokens[state]?.kind;
      waiting.push(...(kind === 'many' ? [state + 1] : kind === 'skip' ? [state + 1, state + 2] : []));
    }
  }
}
