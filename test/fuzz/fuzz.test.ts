import { expect, it } from 'vitest';
import { fuzz, seeds } from './fuzz';

it('survives mutated Dockerfiles: no crash, no hang, no range outside the text', { timeout: 120_000 }, () => {
  const outcome = fuzz(3_000, 20_261_124, seeds());
  expect(outcome.failures).toEqual([]);
  expect(outcome.findings).toBeGreaterThan(1_000);
});
