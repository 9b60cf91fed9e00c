import { expect, test } from 'vitest';
import {
  containerDescription,
  containerIcon,
  containerLines,
  requestsOf,
} from '../../../../client/src/views/container-texts';
import type { Container } from '../../../../client/src/views/container-texts';
import { l10n } from '../l10n';

const NOW = new Date('2026-03-10T12:00:00Z');
const QUIET: Container = {
  status: {
    uri: 'file:///w/Dockerfile',
    roles: ['training', 'inference'],
    evidence: ['`COPY serve` on line 12'],
    findings: { error: 0, warning: 0, info: 1, hint: 0 },
    state: 'ready',
  },
  image: undefined,
  results: undefined,
};
const FULL: Container = {
  status: { ...QUIET.status, findings: { error: 1, warning: 1, info: 0, hint: 0 } },
  image: { tag: 'churn:1', built: new Date('2026-03-10T09:00:00Z'), size: 1_440_000_000, architecture: 'amd64' },
  results: { passed: 41, failed: 1, skipped: 2, at: '2026-03-10T10:00:00Z', image: 'churn:1' },
};

test('a row says only what is known', () => {
  expect(containerDescription(QUIET, NOW, l10n)).toBe('training, inference');
  expect(containerDescription(FULL, NOW, l10n)).toBe(
    'training, inference · 2 problems · built 3 h ago · contract 41/42',
  );
});

test('the tooltip has the reasons, the image and the tests', () => {
  const text = containerLines(FULL, l10n).join('\n');
  expect(text).toContain('because of `COPY serve` on line 12');
  expect(text).toContain('`churn:1`, 1.4 GB, amd64');
  expect(text).toContain('41 passed, 1 failed, 2 not run');
  expect(containerLines(QUIET, l10n).join('\n')).not.toContain('Image');
});

test('the colour is that of the worst', () => {
  expect(containerIcon(FULL).colour).toBe('list.errorForeground');
  expect(containerIcon({ ...QUIET, results: FULL.results }).colour).toBe('testing.iconFailed');
  expect(containerIcon(QUIET).colour).toBeUndefined();
});

test('a request belongs to the nearest folder with a Dockerfile', () => {
  const dockerfiles = ['/w/Dockerfile', '/w/web/Dockerfile'];
  const requests = [
    '/w/a.training-job.json',
    '/w/jobs/b.training-job.json',
    '/w/web/x/c.endpoint.json',
    '/v/d.endpoint.json',
  ];
  expect(requestsOf('/w/Dockerfile', dockerfiles, requests)).toEqual(requests.slice(0, 2));
  expect(requestsOf('/w/web/Dockerfile', dockerfiles, requests)).toEqual([requests[2]]);
});
