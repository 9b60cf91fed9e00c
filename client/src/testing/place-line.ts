import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { Place } from '../../../engine/src/conformance/types';

interface Instruction {
  readonly keyword: string;
  readonly text: string;
  /** From 0. */
  readonly line: number;
}

/** Instructions at which a place of one kind is put right; the first that the Dockerfile has counts. */
const KEYWORDS: Readonly<Record<Place, readonly string[]>> = {
  from: ['FROM'],
  entrypoint: ['ENTRYPOINT', 'CMD', 'FROM'],
  user: ['USER', 'FROM'],
  label: ['LABEL', 'FROM'],
  volume: ['VOLUME', 'FROM'],
  stopsignal: ['STOPSIGNAL', 'FROM'],
  healthcheck: ['HEALTHCHECK', 'FROM'],
  run: ['RUN', 'FROM'],
  train: ['ENTRYPOINT', 'CMD', 'FROM'],
  serve: ['ENTRYPOINT', 'CMD', 'FROM'],
  front: ['ENTRYPOINT', 'CMD', 'FROM'],
  handler: ['ENTRYPOINT', 'CMD', 'FROM'],
};

/** What the name of a program that is copied has in it. */
const COPIED: Readonly<Partial<Record<Place, RegExp>>> = {
  train: new RegExp(`\\b${TRAIN_WORD}`, 'i'),
  serve: new RegExp(`\\b${SERVE_WORD}|gunicorn`, 'i'),
  front: /nginx/i,
  handler: /predict|handler|inference|\bapp\b|wsgi/i,
};

/** Line, from 0, of the Dockerfile `text` at which a failure at `place` is put right: of the last such instruction. */
export function lineOfPlace(text: string, place: Place): number {
  const all = instructionsOf(text);
  const program = COPIED[place];
  const copied = all.findLast(({ keyword, text: it }) => /^(COPY|ADD)$/.test(keyword) && program?.test(it) === true);
  const found = KEYWORDS[place].map((wanted) => all.findLast(({ keyword }) => keyword === wanted));
  return (copied ?? found.find((it) => it !== undefined))?.line ?? 0;
}

/** Lines that a backslash, or what `# escape=` names, joins are one instruction; comments between them are none. */
export function instructionsOf(text: string): readonly Instruction[] {
  const escape = /^\s*#\s*escape\s*=\s*`/im.test(text.split(/^\s*[^#\s]/m)[0] ?? '') ? '`' : '\\';
  const found: Instruction[] = [];
  let open: Instruction | undefined;
  let heredoc: string | undefined;
  for (const [line, raw] of text.split(/\r?\n/).entries()) {
    if (heredoc !== undefined) {
      if (raw.trim() === heredoc) heredoc = undefined;
      continue;
    }
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    const whole: Instruction = open
      ? { ...open, text: `${open.text} ${content}` }
      : { keyword: (/^\w+/.exec(content)?.[0] ?? '').toUpperCase(), text: content, line };
    open = content.endsWith(escape) ? { ...whole, text: whole.text.slice(0, -1) } : undefined;
    if (open !== undefined) continue;
    found.push(whole);
    if (/^(RUN|COPY|ADD)$/.test(whole.keyword)) heredoc = /<<-?["']?(\w+)/.exec(whole.text)?.[1];
  }
  if (open !== undefined) found.push(open);
  return found;
}
