import { expect, it } from 'vitest';
import { overlayOfRun } from '../../../../client/src/round-trip/overlay-of-run';
import { DEFAULT_OVERLAY, parseOverlay } from '../../../../engine/src/requests/overlay';

const RAN = {
  s3: { 's3://local/input/training': './data' },
  images: { 'churn:1': { dockerfile: 'docker/Dockerfile', context: '.' }, 'base:1': 'mine:2' },
  gpus: 'none',
  env: { DEBUG: '1' },
  envFile: 'run.env',
  mounts: ['./cache:/cache:ro'],
} as const;

function from(to: string): unknown {
  const { overlay, problems } = parseOverlay(JSON.stringify(RAN));
  expect(problems).toEqual([]);
  return overlayOfRun({ overlay, folder: '/w/app' }, to, DEFAULT_OVERLAY);
}

it('leads to the same places from another folder, and says nothing that goes without saying', () => {
  const overlay = from('/w/saved');
  expect(overlay).toEqual({
    s3: { 's3://local/input/training': '../app/data' },
    images: { 'churn:1': { dockerfile: '../app/docker/Dockerfile', context: '../app' }, 'base:1': 'mine:2' },
    gpus: 'none',
    env: { DEBUG: '1' },
    envFile: '../app/run.env',
    mounts: ['../app/cache:/cache:ro'],
  });
  expect(parseOverlay(JSON.stringify(overlay)).problems).toEqual([]);
});

it('beside the request it stays as it was', () => {
  expect(from('/w/app')).toMatchObject({
    s3: { 's3://local/input/training': './data' },
    images: { 'churn:1': { dockerfile: './docker/Dockerfile', context: '.' } },
  });
});
