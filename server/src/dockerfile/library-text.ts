import { endOfLine, type Escape, isBlankOrComment, logicalLine, nextLine } from './continuation';
import type { HeredocBlock } from './heredocs';

/** The library takes any comment with `=` at the top for a directive. */
export function withoutFalseDirectives(text: string, end: number): string {
  const start = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const newline = start.indexOf('\n', end);
  const line = start.slice(end, newline < 0 ? start.length : newline);
  if (!line.trimStart().startsWith('#') || !line.includes('=')) return start;
  return start.slice(0, end) + line.replaceAll('=', '-') + start.slice(end + line.length);
}

/**
 * Takes away what the library reads in its own way: a doubled escape character at the end of a line, an escape
 * character before a blank and another one, and stray carriage returns. The length stays.
 */
export function withoutFalseContinuations(text: string, escape: Escape): string {
  const calm = text.replace(/\r(?!\n)/g, ' ');
  const [odd, all] =
    escape === '`'
      ? [/``[ \t]*\r?\n|`[ \t]+`/, /(`+)([ \t]*)(\r?\n|$)?/g]
      : [/\\\\[ \t]*\r?\n|\\[ \t]+\\/, /(\\+)([ \t]*)(\r?\n|$)?/g];
  if (!odd.test(calm)) return calm;
  return calm.replace(all, (it, escapes: string, blanks: string, line?: string) => {
    return line !== undefined && escapes.length === 1 ? it : 'x'.repeat(escapes.length) + blanks + (line ?? '');
  });
}

/** Heredocs are read by ourselves; the library gets blanks in place of their bodies. */
export function withoutHeredocs(text: string, blocks: ReadonlyMap<number, HeredocBlock>): string {
  let result = '';
  let at = 0;
  for (const block of blocks.values()) {
    result += text.slice(at, block.bodyStart) + text.slice(block.bodyStart, block.end).replace(/[^\r\n]/g, ' ');
    at = Math.max(block.bodyStart, block.end);
  }
  return (result + text.slice(at)).replaceAll('<<', '__');
}

/**
 * The library reads the arguments of most instructions twice, character by character, and we read them ourselves: it
 * gets a line break and blanks in place of them. Comments between their lines stay, and the length.
 */
export function withoutArguments(text: string, escape: Escape): string {
  const keyword = /[ \t]*[A-Za-z]+(?=[ \t])/y;
  let result = '';
  let copied = 0;
  for (let at = 0; at < text.length;) {
    keyword.lastIndex = at;
    const first = text.slice(at, endOfLine(text, at));
    if (isBlankOrComment(first)) {
      at = nextLine(text, at);
      continue;
    }
    const { end } = logicalLine(text, at + first.length - first.trimStart().length, escape);
    if (keyword.test(text)) {
      result += `${text.slice(copied, keyword.lastIndex)}\n${quiet(text.slice(keyword.lastIndex + 1, end))}`;
      copied = end;
    }
    at = nextLine(text, end);
  }
  return result + text.slice(copied);
}

/** Blanks in place of everything but comment lines and line breaks. */
function quiet(text: string): string {
  if (!text.includes('\n')) return ' '.repeat(text.length);
  return text
    .split('\n')
    .map((line, index) => (index > 0 && /^[ \t]*#/.test(line) ? line : ' '.repeat(line.length)))
    .join('\n');
}
