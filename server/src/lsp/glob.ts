import { compileGlob, globMatches } from '../context/glob';

const MOST_ALTERNATIVES = 64;

/**
 * Does the setting's glob match the path (relative to the workspace folder)? `*` and `?` stay inside a segment, `**`
 * spans segments, `{a,b}` chooses. A glob without a slash is matched against the file name.
 */
export function settingMatches(glob: string, path: string): boolean {
  const whole = path.replace(/^\//, '');
  const name = whole.slice(whole.lastIndexOf('/') + 1);
  return alternatives(glob.replace(/^(?:\.?\/)/, '')).some((pattern) => {
    const compiled = compileGlob(pattern, true);
    return compiled !== undefined && globMatches(compiled, pattern.includes('/') || pattern === '**' ? whole : name);
  });
}

/** `a{b,c}d` → `abd`, `acd`; at most a fixed number, so that a strange setting can't cost time. */
function alternatives(glob: string): readonly string[] {
  const done: string[] = [];
  const waiting = [glob];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const match = /\{([^{}]*)\}/.exec(next);
    if (!match || done.length + waiting.length > MOST_ALTERNATIVES) {
      done.push(next);
      continue;
    }
    const before = next.slice(0, match.index);
    const after = next.slice(match.index + match[0].length);
    for (const choice of (match[1] ?? '').split(',')) waiting.push(`${before}${choice}${after}`);
  }
  return done;
}
