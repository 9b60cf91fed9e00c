/** An argument, quoted when printed; or a piece of shell as it is. */
export type Word = string | { readonly shell: string };

/** A word as a POSIX shell reads it back. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command, a group of words a line. */
export function command(groups: readonly (readonly Word[])[]): string {
  return groups
    .map((words) => words.map((word) => (typeof word === 'string' ? shellQuote(word) : word.shell)).join(' '))
    .join(' \\\n  ');
}

/** Nothing in a comment may start a new line, and so a command. */
export function comment(text: string): string {
  return text.replaceAll(/[\r\n\u0085\u2028\u2029]/g, ' ');
}
