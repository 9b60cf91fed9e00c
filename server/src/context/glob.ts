/**
 * Docker's patterns. `*` and `?` stay inside a path segment, `[a-z]` and `[^a]` are classes, `\` takes the next
 * character as it is; `**` spans segments where the caller asks for it. Matching runs over all states at once, so its
 * time is bounded by pattern length times text length whatever the pattern.
 */
export type Glob = readonly Token[];

type Token =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly spans: readonly (readonly [string, string])[] }
  | { readonly kind: 'star' }
  /** `**` at the end, or glued to the front of a name: anything, slashes too. */
  | { readonly kind: 'all' }
  /** Any number of folders, each with its slash. */
  | { readonly kind: 'folders' };

/** Reads a pattern; undefined when it is malformed (an unclosed class), which Docker refuses. */
export function compileGlob(pattern: string, doubleStar: boolean): Glob | undefined {
  const chars = Array.from(pattern);
  const tokens: Token[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    if (char === '*' && doubleStar && chars[i + 1] === '*') {
      const first = i === 0;
      i += chars[i + 2] === '/' ? 2 : 1;
      const glued = first && i === 1;
      tokens.push(i + 1 >= chars.length || glued ? { kind: 'all' } : { kind: 'folders' });
    } else if (char === '*') tokens.push({ kind: 'star' });
    else if (char === '?') tokens.push({ kind: 'one' });
    else if (char === '[') {
      const found = readClass(chars, i);
      if (!found) return undefined;
      tokens.push(found.token);
      i = found.end;
    } else if (char === '\\' && i + 1 < chars.length) tokens.push({ kind: 'char', char: chars[++i] ?? '' });
    else tokens.push({ kind: 'char', char });
  }
  return tokens;
}

/** Does the whole text match? */
export function globMatches(glob: Glob, text: string): boolean {
  const from = commonStart(glob, text);
  if (from === undefined) return false;
  let states = new Uint8Array(glob.length + 1);
  let next = new Uint8Array(glob.length + 1);
  enter(glob, states, from);
  for (const char of from === 0 ? text : text.slice(from)) {
    let alive = false;
    next.fill(0);
    for (let i = 0; i < glob.length; i++) {
      if (states[i] === 1 && advance(glob, i, char, next)) alive = true;
    }
    if (!alive) return false;
    [states, next] = [next, states];
  }
  return states[glob.length] === 1;
}

/** How many plain characters at the pattern's start the text begins with; undefined when it begins otherwise. Most texts end here. */
function commonStart(glob: Glob, text: string): number | undefined {
  let at = 0;
  for (; at < glob.length; at++) {
    const token = glob[at];
    if (token?.kind !== 'char' || token.char.length !== 1) break;
    if (text[at] !== token.char) return undefined;
  }
  return at;
}

/** Does the pattern hold any of Docker's wildcards? */
export function hasWildcard(pattern: string): boolean {
  return /[*?[]/.test(pattern.replace(/\\./gs, ''));
}

/** A pattern without wildcards as the name it stands for. */
export function unescapeGlob(pattern: string): string {
  return pattern.replace(/\\(.)/gs, '$1');
}

function advance(glob: Glob, i: number, char: string, next: Uint8Array): boolean {
  const token = glob[i];
  if (!token) return false;
  switch (token.kind) {
    case 'star':
      return char !== '/' && enter(glob, next, i);
    case 'all':
      return enter(glob, next, i);
    case 'folders':
      next[i] = 1;
      if (char === '/') enter(glob, next, i + 1);
      return true;
    case 'char':
    case 'one':
    case 'class':
      return matchesOne(token, char) && enter(glob, next, i + 1);
  }
}

/** Marks the state and those reached from it without a character. */
function enter(glob: Glob, states: Uint8Array, from: number): true {
  for (let i = from; ; i++) {
    states[i] = 1;
    const kind = glob[i]?.kind;
    if (kind !== 'star' && kind !== 'all' && kind !== 'folders') return true;
  }
}

function matchesOne(token: Exclude<Token, { kind: 'star' | 'all' | 'folders' }>, char: string): boolean {
  if (token.kind === 'char') return token.char === char;
  if (char === '/') return false;
  if (token.kind === 'one') return true;
  return token.spans.some(([low, high]) => char >= low && char <= high) !== token.negated;
}

function readClass(chars: readonly string[], start: number): { token: Token; end: number } | undefined {
  const spans: (readonly [string, string])[] = [];
  let i = start + 1;
  const negated = chars[i] === '^';
  if (negated) i++;
  const take = (): string | undefined => {
    if (chars[i] === '\\') i++;
    return chars[i++];
  };
  for (; i < chars.length;) {
    if (chars[i] === ']' && spans.length > 0) return { token: { kind: 'class', negated, spans }, end: i };
    const low = take();
    const high = chars[i] === '-' ? (i++, take()) : low;
    if (low === undefined || high === undefined) return undefined;
    spans.push([low, high]);
  }
  return undefined;
}
