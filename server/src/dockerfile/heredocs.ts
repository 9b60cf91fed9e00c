import { endOfLine, type Escape, isBlankOrComment, joined, logicalLine, nextLine } from './continuation';
import { splitRaw, type Token } from './words';

export interface RawHeredoc {
  readonly name: string;
  readonly quoted: boolean;
  readonly token: Token;
  readonly content: string;
  readonly contentStart: number;
  readonly contentEnd: number;
}

export interface HeredocBlock {
  readonly heredocs: readonly RawHeredoc[];
  /** First character after the instruction's own lines, and end of the last delimiter line. */
  readonly bodyStart: number;
  readonly end: number;
  readonly terminated: boolean;
}

interface Opening {
  readonly name: string;
  readonly quoted: boolean;
  readonly chomp: boolean;
  readonly token: Token;
}

/** Every instruction with heredocs, by the offset at which it starts. The rules are those of BuildKit. */
export function findHeredocs(text: string, escape: Escape): ReadonlyMap<number, HeredocBlock> {
  const blocks = new Map<number, HeredocBlock>();
  if (!text.includes('<<')) return blocks;
  let at = 0;
  while (at < text.length) {
    const first = text.slice(at, endOfLine(text, at));
    if (isBlankOrComment(first)) {
      at = nextLine(text, at);
      continue;
    }
    const start = at + first.length - first.trimStart().length;
    const line = logicalLine(text, start, escape);
    const openings = line.marked.includes('<<') && mayHold(line.marked) ? openingsOf(line.marked, start) : [];
    at = nextLine(text, line.end);
    if (openings.length === 0) continue;
    const block = readBodies(text, openings, at);
    blocks.set(start, block);
    at = nextLine(text, block.end);
  }
  return blocks;
}

function mayHold(marked: string): boolean {
  return /^(?:onbuild\s+)?(?:run|copy|add)\s/i.test(joined(marked).slice(0, 200));
}

function openingsOf(marked: string, start: number): Opening[] {
  const found: Opening[] = [];
  for (const token of splitRaw(marked, start) ?? []) {
    const match = /^\d*<<(-?)([^<]+)$/.exec(token.raw);
    const rest = match?.[2];
    if (rest === undefined) continue;
    const name = withoutQuotes(rest);
    if (name !== undefined) found.push({ name, quoted: name !== rest, chomp: match?.[1] === '-', token });
  }
  return found;
}

function withoutQuotes(word: string): string | undefined {
  const name = word.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_all, single?: string, double?: string, escaped?: string) => {
      return single ?? double ?? escaped ?? '';
    },
  );
  return name === '' ? undefined : name;
}

function readBodies(text: string, openings: readonly Opening[], bodyStart: number): HeredocBlock {
  const heredocs: RawHeredoc[] = [];
  let at = bodyStart;
  let end = bodyStart;
  let terminated = true;
  for (const opening of openings) {
    const contentStart = at;
    let closed = false;
    let contentEnd = text.length;
    end = text.length;
    while (at < text.length && !closed) {
      const lineEnd = endOfLine(text, at);
      const line = text.slice(at, lineEnd);
      if ((opening.chomp ? line.replace(/^\t+/, '') : line) === opening.name) {
        closed = true;
        contentEnd = at;
        end = lineEnd;
      }
      at = nextLine(text, at);
    }
    terminated &&= closed;
    const body = text.slice(contentStart, contentEnd);
    const content = opening.chomp ? body.replace(/^\t+/gm, '') : body;
    heredocs.push({
      name: opening.name,
      quoted: opening.quoted,
      token: opening.token,
      content,
      contentStart,
      contentEnd,
    });
  }
  return { heredocs, bodyStart, end: Math.max(end, Math.min(bodyStart, text.length)), terminated };
}
