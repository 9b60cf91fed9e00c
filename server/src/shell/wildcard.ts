/** Does the shell pattern (`*`, `?`, everything else literal) match the whole text? Linear space, no backtracking blow-up. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p;
      resume = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') {
    p += 1;
  }
  return p === pattern.length;
}

/** `${text%pattern}`, `%%`, `#`, `##`; undefined when the pattern is more than `*` and `?`, or all is too long. */
export function withoutAffix(text: string, pattern: string, operator: string): string | undefined {
  if (/[[\]\\]/.test(pattern) || text.length > 500 || pattern.length > 100) {
    return undefined;
  }
  const suffix = operator.startsWith('%');
  const cuts = Array.from({ length: text.length + 1 }, (_, length) => length);
  for (const length of operator.length === 2 ? cuts.reverse() : cuts) {
    const affix = suffix ? text.slice(text.length - length) : text.slice(0, length);
    if (matchesWildcard(pattern, affix)) {
      return suffix ? text.slice(0, text.length - length) : text.slice(length);
    }
  }
  return text;
}
