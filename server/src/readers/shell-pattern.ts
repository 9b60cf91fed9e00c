/** A pattern of `case` or `[[ a == b ]]` as a regular expression; text without wildcards fits itself only. */
export function globToRegExp(pattern: string): RegExp {
  if (pattern.length > 200) return NOTHING;
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i] ?? '';
    // Stars in a row are one: several would make the expression slow.
    if (character === '*') source += pattern[i - 1] === '*' ? '' : '[^]*?';
    else if (character === '?') source += '[^]';
    else if (character === '[' && /^\[[!^]?[^\]\\]+\]/.test(pattern.slice(i))) {
      const end = pattern.indexOf(']', i + 2);
      source += pattern.slice(i, end + 1).replace(/^\[!/, '[^');
      i = end;
    } else source += character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  }
  try {
    return new RegExp(`^${source}$`, 'u');
  } catch {
    return NOTHING;
  }
}

const NOTHING = /^(?!)/;
