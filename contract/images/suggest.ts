import { editDistance } from '../distance';
import { tagsOf } from './tags';
import type { KnownTag } from './tags';
import { minorOf } from './versions';

const MOST_SUGGESTIONS = 3;

/** What it costs to be led to another version or processor than the one that was written, or to an old image. */
const OTHER_VERSION = 3;
const OTHER_PROCESSOR = 3;
const OLD = 1;

/** One edit in four characters, at least one and at most six. */
function allowance(tag: string): number {
  return Math.max(1, Math.min(6, Math.floor(tag.length / 4)));
}

/** The processor's word in a tag, which need not parse. */
function processorWord(tag: string): string | undefined {
  return /(?:^|-)(cpu|gpu|cuda|neuronx?|inf|hpu)(?=-|$)/.exec(tag)?.[1];
}

function strangeness(written: string, { tag, sources }: KnownTag): number {
  const old = sources.every((source) => source === 'past' || source === 'public');
  return (
    (old ? OLD : 0) +
    (minorOf(written) === minorOf(tag) ? 0 : OTHER_VERSION) +
    (processorWord(written) === processorWord(tag) ? 0 : OTHER_PROCESSOR)
  );
}

/** Known tags that may have been meant by an unknown one, best first; at most three, and only close ones. */
export function suggestTags(repository: string, tag: string): readonly string[] {
  if (tag.length < 3 || tag.length > 128) return [];
  const most = allowance(tag);
  const near: { readonly tag: string; readonly score: number }[] = [];
  for (const known of tagsOf(repository).values()) {
    const distance = editDistance(tag, known.tag, most);
    if (distance === Infinity) continue;
    near.push({ tag: known.tag, score: distance + strangeness(tag, known) });
  }
  near.sort((a, b) => a.score - b.score || (a.tag < b.tag ? -1 : 1));
  const best = near[0]?.score ?? 0;
  return near
    .filter((each) => each.score <= best + 2)
    .slice(0, MOST_SUGGESTIONS)
    .map((each) => each.tag);
}
