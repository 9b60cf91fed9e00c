import { questions } from '../../../../engine/src/templates/options';
import type { ProjectAnswers } from '../../../../engine/src/templates/options';

/** All full sets of answers that the questions allow. */
export function allAnswers(so: ProjectAnswers = {}): readonly ProjectAnswers[] {
  const next = questions(so).find(({ id }) => so[id] === undefined);
  if (next === undefined) return [so];
  return next.choices.flatMap(({ id }) => allAnswers({ ...so, [next.id]: id }));
}
