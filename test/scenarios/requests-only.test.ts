import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, inject, it } from 'vitest';
import { recogniseImage } from '../../contract/images/recognise';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');
const requests = ['built-in-algorithm', 'prebuilt-framework'].flatMap((folder) =>
  readdirSync(join(EXAMPLES, folder))
    .filter((name) => /\.(training-job|transform-job|endpoint)\.json$/.test(name))
    .map((name) => join(folder, name)),
);

describe('requests for images of AWS', () => {
  it.each(requests)('%s is planned without a complaint, and its image is known', (request) => {
    const file = join(EXAMPLES, request);
    const { status, stdout } = spawnSync(process.execPath, [inject('cli'), 'plan', file, '--format', 'json'], {
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [] });
    const uri = /"(?:Image|TrainingImage)": "([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    expect(recogniseImage(uri)).toBeDefined();
  });
});
