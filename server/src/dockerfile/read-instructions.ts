import { ParsedInstruction } from './instruction';
import type { Layout } from './layout';
import type { Surroundings } from './word-maker';

/** What may change the variables that instructions below see. */
const DECLARES = new Set(['FROM', 'ARG', 'ENV', 'ONBUILD']);

/**
 * Makes the instructions of a layout. Those of `previous`, an earlier reading with the same inputs, are taken over where
 * the same text stands in the same place and sees the same variables.
 */
export function readInstructions(
  layout: Layout,
  text: string,
  around: Surroundings,
  previous: readonly ParsedInstruction[],
): readonly ParsedInstruction[] {
  let stage = -1;
  let sameVariables = true;
  return layout.instructions.map((raw, index) => {
    if (raw.keyword === 'FROM') stage++;
    const own = text.slice(raw.start, raw.end);
    const place = { index, stage, at: layout.document.positionAt(raw.start) };
    const before = previous[index];
    if (sameVariables && before?.isSame(raw, own, place)) return before;
    sameVariables &&= !DECLARES.has(raw.keyword) && !(before && DECLARES.has(before.written));
    return new ParsedInstruction(raw, own, place, around);
  });
}
