import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestFor } from '../../../../engine/src/requests/request-for';
import { jobsBeside } from '../../../../engine/src/session/jobs-beside';

const IMAGE = '111122223333.dkr.ecr.us-west-2.amazonaws.com/iris:latest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sm-beside-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: unknown): void {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

function document(stem: string, dockerfile: string): void {
  write(`${stem}.training-job.json`, requestFor('training-job', stem, IMAGE));
  write(`${stem}.local.json`, { images: { [IMAGE]: { dockerfile } } });
}

function found(dockerfile: string): readonly string[] {
  return jobsBeside(join(folder, dockerfile), 'training-job').map(({ path }) => basename(path));
}

describe('the request documents beside a Dockerfile', () => {
  it('are those whose overlay builds it, in the order of their names', () => {
    document('b', 'Dockerfile');
    document('a', 'Dockerfile');
    document('other', 'gpu.Dockerfile');
    expect(found('Dockerfile')).toEqual(['a.training-job.json', 'b.training-job.json']);
    expect(found('gpu.Dockerfile')).toEqual(['other.training-job.json']);
  });

  it('are none of another kind, none that runs an image as it is, and none with errors', () => {
    write('serve.endpoint.json', requestFor('endpoint', 'serve', IMAGE));
    write('serve.local.json', { images: { [IMAGE]: { dockerfile: 'Dockerfile' } } });
    write('plain.training-job.json', requestFor('training-job', 'plain', IMAGE));
    write('broken.training-job.json', '{');
    expect(found('Dockerfile')).toEqual([]);
  });

  it('come with their job', () => {
    document('train', 'Dockerfile');
    const [first] = jobsBeside(join(folder, 'Dockerfile'), 'training-job');
    expect(first?.job.document.request).toMatchObject({ TrainingJobName: 'train' });
  });
});
