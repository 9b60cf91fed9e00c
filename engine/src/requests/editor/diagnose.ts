import type { Fidelity } from '../../plan/types';
import { readLocatedJson } from '../located-json';
import { parseOverlay } from '../overlay';
import { parseRequest } from '../parse-request';
import type { RequestProblem } from '../types';
import { algorithmChecks } from './algorithm-checks';
import type { Finding } from './finding';
import { findingFixes, problemFixes } from './fixes';
import { localChecks, overlayLocalChecks } from './local-checks';
import { machineChecks } from './machine-checks';
import type { EditedDocument, EditedProblem, Surroundings } from './types';

/**
 * What is wrong with a document, each with what can be done, in the order of the text. What makes it no JSON is left to the
 * editor’s JSON service, which says it already. `fidelity`: of the plan, empty when there is none.
 */
export function diagnoseRequest(
  document: EditedDocument,
  around: Surroundings,
  fidelity: readonly Fidelity[],
): readonly EditedProblem[] {
  const { kind, path, text } = document;
  const json = readLocatedJson(text, kind === 'overlay');
  if (json.value === undefined || json.problems.some(({ severity }) => severity === 'error')) return [];
  const said = new Set(json.problems.map(keyOf));
  const parsed = kind === 'overlay' ? parseOverlay(text).problems : parseRequest(text, path).problems;
  const problems = parsed
    .filter((it) => !said.has(keyOf(it)))
    .map((it): EditedProblem => ({ ...it, fixes: problemFixes(document, json.value, it) }));
  const taken = new Set(problems.map(({ pointer }) => pointer));
  const findings = findingsOf(document, json.value, around, fidelity).filter(({ pointer }) => !taken.has(pointer));
  const placed = findings.map((finding): EditedProblem => {
    const { pointer, message, severity, atName = false } = finding;
    const place = json.place({ pointer, message, severity: 'warning', atName });
    return { ...place, severity, fixes: findingFixes(document, place, finding) };
  });
  return [...problems, ...placed].sort((a, b) => a.offset - b.offset || a.length - b.length);
}

function findingsOf(
  { kind }: EditedDocument,
  value: unknown,
  around: Surroundings,
  fidelity: readonly Fidelity[],
): readonly Finding[] {
  if (kind === 'overlay') return overlayLocalChecks(value, around);
  return [
    ...localChecks(value, around, fidelity),
    ...machineChecks(kind, value),
    ...(kind === 'training-job' ? algorithmChecks(value) : []),
  ];
}

function keyOf({ offset, message }: RequestProblem): string {
  return `${offset} ${message}`;
}
