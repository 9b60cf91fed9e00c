import { expect, it } from 'vitest';
import { knownImage } from '../../../../client/src/images/known-images';

const own = [
  { dockerfile: '/w/churn/Dockerfile', tag: 'churn' },
  { dockerfile: '/w/other/Dockerfile', tag: 'host:5000/other:2' },
];
const results = { passed: 4, failed: 1, skipped: 0, at: '2026-11-28T00:00:00Z', image: 'churn' };
const resultsOf = (dockerfile: string) => (dockerfile === '/w/churn/Dockerfile' ? results : undefined);
const known = (tag: string, dockerfile?: string) => knownImage({ tag, dockerfile }, own, resultsOf);

it('finds the Dockerfile by the name that Build Image gives, and what its contract tests found', () => {
  expect(known('churn:latest')).toEqual({ dockerfile: '/w/churn/Dockerfile', results });
  expect(known('host:5000/other:2')).toEqual({ dockerfile: '/w/other/Dockerfile', results: undefined });
});

it('believes the label of a run’s build first', () => {
  expect(known('churn:latest', '/elsewhere/Dockerfile').dockerfile).toBe('/elsewhere/Dockerfile');
});

it('knows nothing of images that others made', () => {
  expect(known('churn:2')).toEqual({ dockerfile: undefined, results: undefined });
  expect(known('host:5000/other')).toEqual({ dockerfile: undefined, results: undefined });
});
