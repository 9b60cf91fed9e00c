import { describe, expect, it } from 'vitest';
import {
  ecrDescription,
  ecrDetails,
  ecrName,
  localDescription,
  localIcon,
  localLines,
  localName,
  repositoryDescription,
} from '../../../../client/src/images/image-texts';
import { DOCKER_MANIFEST, OCI_INDEX } from '../../../../contract/image-manifest';
import { imageFormat } from '../../../../engine/src/aws/ecr-list-format';
import type { EcrImageRow } from '../../../../engine/src/aws/ecr-list';
import { l10n } from '../l10n';

const now = new Date('2026-11-28T12:00:00Z');
const results = { passed: 41, failed: 1, skipped: 2, at: now.toISOString(), image: 'churn' };
const local = {
  tag: 'churn:latest',
  id: `sha256:${'a'.repeat(64)}`,
  time: new Date('2026-11-28T09:00:00Z'),
  size: 812_000_000,
  architecture: 'amd64',
  dockerfile: undefined,
};
const image: EcrImageRow = {
  repository: { name: 'churn', uri: 'host/churn', account: '123456789012' },
  digest: `sha256:${'b'.repeat(64)}`,
  tags: ['1', 'latest'],
  format: imageFormat(DOCKER_MANIFEST, undefined),
  size: 300_000_000,
  pushed: new Date('2026-11-25T12:00:00Z'),
  scan: { HIGH: 2, MEDIUM: 5, LOW: 0 },
};

describe('an image of this machine', () => {
  it('says its age, size, architecture, Dockerfile and contract', () => {
    const known = { dockerfile: '/w/churn/Dockerfile', results };
    expect(localDescription(local, known, (path) => path.replace('/w/', ''), now, l10n)).toBe(
      '3 h ago · 812 MB · amd64 · churn/Dockerfile · contract 41/42',
    );
    expect(localIcon(known)).toEqual({ icon: 'package', colour: 'testing.iconFailed' });
    expect(localLines(local, known, l10n)).toContain('Contract: 41 passed, 1 failed, 2 not run');
  });

  it('has its registry at the end, where a narrow view cuts it', () => {
    const theirs = { ...local, tag: 'localhost:5000/team/churn:1' };
    const known = { dockerfile: undefined, results: undefined };
    expect(localName(theirs)).toBe('team/churn:1');
    expect(localDescription(theirs, known, String, now, l10n)).toBe('3 h ago · 812 MB · amd64 · localhost:5000');
    expect(['team/churn:1', 'churn:1'].map((tag) => localName({ tag }))).toEqual(['team/churn:1', 'churn:1']);
  });

  it('says only what is known of one that others made', () => {
    const known = { dockerfile: undefined, results: undefined };
    const bare = { ...local, time: undefined, architecture: undefined };
    expect(localDescription(bare, known, String, now, l10n)).toBe('812 MB');
    expect(localIcon(known)).toEqual({ icon: 'archive' });
  });
});

describe('an image of ECR', () => {
  it('is named by its tags, else by its digest', () => {
    expect(ecrName(image)).toBe('1, latest');
    expect(ecrName({ ...image, tags: [] })).toBe('sha256:bbbbbbbbbbbb');
  });

  it('says when it was pushed, its size, what it is and what its scan found', () => {
    expect(ecrDescription(image, now, l10n)).toBe('3 d ago · 300 MB · Docker v2 · 2 high, 5 medium');
  });

  it('says at once, and below why, that SageMaker does not take it', () => {
    const index = { ...image, format: imageFormat(OCI_INDEX, undefined), scan: undefined };
    expect(ecrDescription(index, now, l10n)).toBe('OCI index · SageMaker refuses it for models · 3 d ago · 300 MB');
    const [first] = ecrDetails(index, undefined, l10n);
    expect(first).toMatchObject({ icon: 'warning' });
    expect(first?.value).toMatch(/whether jobs take it is not documented.*--provenance=false/);
  });

  it('tells below it what the image itself says, when that may be read', () => {
    const told = {
      digest: image.digest,
      mediaType: DOCKER_MANIFEST,
      platforms: ['linux/arm64'],
      size: 1,
      labels: { team: 'churn' },
      environment: [],
    };
    const labels = (details: ReturnType<typeof ecrDetails>) => details.map(({ label }) => label);
    expect(labels(ecrDetails(image, told, l10n))).toEqual([
      'Media type',
      'Architecture',
      'Size',
      'Pushed',
      'Tags',
      'Digest',
      'Scan',
      'Labels',
    ]);
    expect(labels(ecrDetails(image, undefined, l10n))).not.toContain('Architecture');
    const clean = ecrDetails({ ...image, scan: {} }, undefined, l10n);
    expect(clean.find(({ label }) => label === 'Scan')?.value).toBe('nothing found');
  });
});

it('says of a repository whether its tags can be moved', () => {
  const row = { name: 'churn', uri: 'host/churn', account: '1', created: now, immutable: true };
  expect(repositoryDescription(row, now, l10n)).toBe('0 s ago · tags can’t be moved');
  expect(repositoryDescription({ ...row, created: undefined, immutable: false }, now, l10n)).toBe('');
});
