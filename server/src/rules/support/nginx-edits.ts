import type { Fix } from '../../lint/finding';
import { indexText } from '../../readers/text-index';
import { replaceIn } from './edits';
import type { NginxConfig } from './serving';

/** Puts a directive below the brace that opens the http block, or the only server block; none where that isn't plain. */
export function insertDirective({ file }: NginxConfig, line: string): readonly Fix[] {
  const { text, source } = file;
  if (text === undefined || source === undefined) return [];
  const blocks = [/^[ \t]*http[ \t]*\{/gm, /^[ \t]*server[ \t]*\{/gm]
    .map((it) => [...text.matchAll(it)])
    .find((it) => it.length > 0);
  const [only] = blocks ?? [];
  if (!only || blocks?.length !== 1) return [];
  const at = only.index + only[0].length;
  const indent = /^[ \t]*/.exec(only[0])?.[0] ?? '';
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const range = indexText(text).range(at, at);
  return [
    { title: `Insert \`${line}\``, edits: [replaceIn(source, range, `${newline}${indent}    ${line}`)], safe: true },
  ];
}

/** A directive of the main context as the first line of the file. */
export function insertLineAtTop({ file }: NginxConfig, line: string): readonly Fix[] {
  if (file.text === undefined || file.source === undefined) return [];
  const start = { line: 0, character: 0 };
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  return [
    {
      title: `Insert \`${line}\` into nginx.conf`,
      edits: [replaceIn(file.source, { start, end: start }, line + newline)],
      safe: true,
    },
  ];
}
