import { type Escape, JOIN, joined, trimmedLength } from './continuation';
import type { RawInstruction } from './layout';
import { isBlank, quotedLength, type Token } from './words';

/** Keyword and start of the arguments, relative to the instruction; for ONBUILD those of the trigger. */
export interface Head {
  readonly keyword: string;
  readonly start: number;
  readonly end: number;
  readonly onbuild: boolean;
  readonly argumentsAt: number;
}

export function readHead(raw: RawInstruction): Head {
  const end = raw.keywordEnd - raw.start;
  if (raw.keyword !== 'ONBUILD')
    return { keyword: raw.keyword, start: 0, end, onbuild: false, argumentsAt: skip(raw.marked, end) };
  const start = skip(raw.marked, end);
  let triggerEnd = start;
  while (triggerEnd < raw.marked.length && !isBlank(raw.marked[triggerEnd])) triggerEnd++;
  const keyword = joined(raw.marked.slice(start, triggerEnd)).toUpperCase();
  if (keyword === '') return { keyword: 'ONBUILD', start: 0, end, onbuild: true, argumentsAt: start };
  const trimmedEnd = start + trimmedLength(raw.marked.slice(start, triggerEnd));
  return { keyword, start, end: trimmedEnd, onbuild: true, argumentsAt: skip(raw.marked, triggerEnd) };
}

/** Over blanks and continuations. */
function skip(marked: string, from: number): number {
  let at = from;
  while (at < marked.length && (isBlank(marked[at]) || marked[at] === JOIN)) at++;
  return at;
}

const NO_FLAGS: readonly Token[] = [];

/** `--name=value` words up to the first other word; a lone `--` ends them. */
export function splitFlags(
  marked: string,
  from: number,
  escape: Escape,
): { readonly flags: readonly Token[]; readonly rest: number } {
  if (!marked.startsWith('--', from)) return { flags: NO_FLAGS, rest: from };
  const flags: Token[] = [];
  let at = from;
  while (marked.startsWith('--', at)) {
    const start = at;
    let end = at;
    while (end < marked.length && !isBlank(marked[end]))
      end += quotedLength(marked, end, escape) ?? marked.length - end;
    const stop = at + trimmedLength(marked.slice(at, end));
    const raw = joined(marked.slice(at, stop));
    at = skip(marked, end);
    if (raw === '--') break;
    flags.push({ start, end: stop, raw });
  }
  return { flags, rest: at };
}
