import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { questions } from '../../engine/src/templates/options';
import type { ProjectAnswers } from '../../engine/src/templates/options';

const root = resolve(import.meta.dirname, '../..');

interface Step {
  readonly description: string;
  readonly media: { readonly markdown: string };
}

const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly contributes: { readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[] };
};
const steps = contributes.walkthroughs.flatMap((one) => one.steps);

/** What the buttons of the steps give to New Container Project in place of the user. */
const given = steps.flatMap(({ description }) =>
  [...description.matchAll(/command:sagemaker\.newProject\?([^)]+)\)/g)].map(
    ([, text = '']) => (JSON.parse(decodeURIComponent(text)) as { readonly answers: ProjectAnswers }).answers,
  ),
);

describe('walkthroughs', () => {
  it('show a page beside every step', () => {
    expect(steps.filter(({ media }) => !existsSync(join(root, media.markdown)))).toEqual([]);
  });

  it('lead to every way of a new project', () => {
    const [{ choices } = { choices: [] }] = questions({});
    const without = choices.map(({ id }) => id).filter((id) => !given.some(({ what }) => what === id));
    // Both are what `both` leaves out.
    expect(without).toEqual(['train', 'serve']);
  });

  it.each(given)('give answers that New Container Project knows: %j', (answers) => {
    const asked = questions(answers);
    for (const [id, answer] of Object.entries(answers)) {
      expect(asked.find((question) => question.id === id)?.choices.map((choice) => choice.id)).toContain(answer);
    }
  });
});
