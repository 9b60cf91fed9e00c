import type { Edit, Finding } from '../lint/finding';
import { comparePositions } from './ranges';

/**
 * The edits of all safe fixes that can be applied together: for each finding, in order, its first safe fix whose edits
 * keep clear of those already taken. A fix is taken whole or not at all. Equal fixes of two findings are taken once.
 */
export function safeEdits(findings: readonly Finding[]): readonly Edit[] {
  const taken: Edit[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find((candidate) => candidate.safe && candidate.edits.length > 0);
    if (!fix) continue;
    const edits = fix.edits.filter((edit) => !taken.some((other) => equal(edit, other)));
    if (edits.length === fix.edits.length && edits.every((edit) => !taken.some((other) => collide(edit, other))))
      taken.push(...edits);
  }
  return taken;
}

function equal(a: Edit, b: Edit): boolean {
  return (
    a.file === b.file &&
    a.text === b.text &&
    comparePositions(a.range.start, b.range.start) === 0 &&
    comparePositions(a.range.end, b.range.end) === 0
  );
}

/** Edits that share a character collide, and so do two that begin at the same place: their order would be a guess. */
function collide(a: Edit, b: Edit): boolean {
  if (a.file !== b.file) return false;
  if (comparePositions(a.range.start, b.range.start) === 0) return true;
  return comparePositions(a.range.start, b.range.end) < 0 && comparePositions(b.range.start, a.range.end) < 0;
}
