import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_OVERLAY,
  overlayPathOf,
  parseOverlay,
  parseSize,
  resolveImage,
  resolveS3,
} from '../../../../engine/src/requests/overlay';
import type { Overlay } from '../../../../engine/src/requests/types';

const FOLDER = path.resolve('/work/space');
const withS3 = (s3: Overlay['s3']): Overlay => ({ ...DEFAULT_OVERLAY, s3 });

describe('parseOverlay', () => {
  it('has defaults for everything', () => {
    expect(parseOverlay('{}')).toEqual({ overlay: DEFAULT_OVERLAY, problems: [] });
  });

  it('reads every member', () => {
    const members = {
      s3: { 's3://b/train/': './data', 'fs-0123456789abcdef0': 'efs' },
      images: { 'a:1': 'b:2', 'c:1': { dockerfile: 'Dockerfile', target: 'x', buildArguments: { A: '1' } } },
      gpus: ['0', 'GPU-1'],
      shmSize: '8g',
      env: { A: '1' },
      envFile: '.env',
      ports: [5678, '15678:5678'],
      mounts: ['./a:/a', 'C:\\data:/data:ro'],
      user: '1000:100',
      network: 'isolated',
      platform: 'linux/arm64',
      credentials: 'role',
      cpus: 1.5,
      memory: '16GiB',
    };
    const text = JSON.stringify({ $schema: './overlay.schema.json', ...members });
    expect(parseOverlay(text)).toEqual({ overlay: members, problems: [] });
  });

  it('welcomes comments and trailing commas', () => {
    const { overlay, problems } = parseOverlay('{\n  // GPU\n  "gpus": "none",\n}');
    expect(problems).toEqual([]);
    expect(overlay.gpus).toBe('none');
  });

  it.each<[string, string, string]>([
    ['{"gpus": -1}', '/gpus', '"auto", "none", "all"'],
    ['{"gpus": "two"}', '/gpus', 'a count'],
    ['{"gpus": ["0", "0"]}', '/gpus/1', 'twice'],
    ['{"shmSize": "big"}', '/shmSize', '`512m`, `8g`'],
    ['{"env": {"A": 1}}', '/env/A', 'write "1"'],
    ['{"env": {"1A": "x"}}', '/env/1A', 'not starting with a digit'],
    ['{"ports": [0]}', '/ports/0', 'from 1 to 65535'],
    ['{"ports": ["99999:1"]}', '/ports/0', 'from 1 to 65535'],
    ['{"ports": ["1:0"]}', '/ports/0', 'from 1 to 65535'],
    ['{"mounts": ["nowhere"]}', '/mounts/0', '`host/folder:/container/folder`'],
    ['{"network": "bridged"}', '/network', 'did you mean "bridge"?'],
    ['{"credentials": "mine"}', '/credentials', 'choose "none", "profile" or "role"'],
    ['{"cpus": 0}', '/cpus', 'more than 0'],
    ['{"memory": 16}', '/memory', 'write "16"'],
    ['{"platform": "amd64"}', '/platform', '`linux/amd64`'],
    ['{"images": {"a": {}}}', '/images/a', 'dockerfile'],
    ['{"s3": {"./data": "s3://b"}}', '/s3/.~1data', '`s3://bucket/prefix/`'],
    ['{"shm_size": "8g"}', '/shm_size', 'did you mean `shmSize`?'],
    ['{"volumes": []}', '/volumes', 'The overlay takes `$schema`, `s3`'],
  ])('%s', (text, pointer, message) => {
    const { overlay, problems } = parseOverlay(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ pointer, severity: 'error', line: 1 });
    expect(problems[0]?.message).toContain(message);
    expect(overlay).toEqual(DEFAULT_OVERLAY);
  });

  it('keeps the members that are right', () => {
    const { overlay, problems } = parseOverlay('{\n  "gpus": 2,\n  "network": "x",\n  "cpus": 3\n}');
    expect(problems.map(({ line, column }) => [line, column])).toEqual([[3, 14]]);
    expect(overlay).toEqual({ ...DEFAULT_OVERLAY, gpus: 2, cpus: 3 });
  });

  it.each([
    '',
    '[]',
    '"x"',
    'null',
    '{',
    '{"a"',
    '\u0000',
    '}',
    '{"s3":{"__proto__":"x"}}',
    '{"__proto__":{"gpus":1}}',
  ])('survives %j', (text) => {
    const { overlay, problems } = parseOverlay(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(overlay).toEqual(DEFAULT_OVERLAY);
  });
});

describe('overlayPathOf', () => {
  it.each([
    ['train.training-job.json', 'train.local.json'],
    ['/a/b.c/train.endpoint.json', '/a/b.c/train.local.json'],
    ['C:\\a\\Train.Processing-Job.json', 'C:\\a\\Train.local.json'],
    ['a/request.json', 'a/request.local.json'],
    ['a/endpoint.json', 'a/endpoint.local.json'],
    ['a/noend', 'a/noend.local.json'],
  ])('%s → %s', (request, overlay) => {
    expect(overlayPathOf(request)).toBe(overlay);
  });
});

describe('resolveS3', () => {
  const overlay = withS3({
    's3://b/': 'all',
    's3://b/train/': './train',
    's3://b/train/big': '/mnt/big',
    's3://c/f.csv': 'f.csv',
  });

  it.each([
    ['s3://b/train/x/y.csv', path.join(FOLDER, 'train/x/y.csv')],
    ['s3://b/train/', path.join(FOLDER, 'train')],
    ['s3://b/train', path.join(FOLDER, 'train')],
    ['s3://b/train/big/1', path.normalize('/mnt/big/1')],
    ['s3://b/train/bigger', path.join(FOLDER, 'train/bigger')],
    ['s3://b/training', path.join(FOLDER, 'all/training')],
    ['s3://b', path.join(FOLDER, 'all')],
    ['s3://c/f.csv', path.join(FOLDER, 'f.csv')],
    ['s3://c/f.csv2', undefined],
    ['s3://bb/x', undefined],
    ['s3://b/train/../../../etc/passwd', undefined],
    ['s3://b/train/..\\x', undefined],
    ['', undefined],
  ])('%s → %s', (uri, found) => {
    expect(resolveS3(overlay, uri, FOLDER)).toBe(found);
  });
});

describe('resolveImage', () => {
  const overlay: Overlay = {
    ...DEFAULT_OVERLAY,
    images: {
      '1.dkr/my:1': 'my:dev',
      'plain:latest': 'local',
      '1.dkr/Team/My.Algo:2': { dockerfile: 'docker/Dockerfile', context: '.', buildArguments: { A: '1' } },
      other: { dockerfile: 'docker/Dockerfile', target: 'serve' },
    },
  };

  it('keeps an image without an entry', () => {
    expect(resolveImage(overlay, 'x:1', FOLDER)).toEqual({ requested: 'x:1', local: 'x:1', build: undefined });
    expect(resolveImage(overlay, 'toString', FOLDER).local).toBe('toString');
  });

  it('puts a tag in its place; no tag means latest', () => {
    expect(resolveImage(overlay, '1.dkr/my:1', FOLDER)).toEqual({
      requested: '1.dkr/my:1',
      local: 'my:dev',
      build: undefined,
    });
    expect(resolveImage(overlay, 'plain', FOLDER).local).toBe('local');
  });

  it('says what to build, under a tag of its own', () => {
    const image = resolveImage(overlay, '1.dkr/Team/My.Algo:2', FOLDER);
    expect(image.build).toEqual({
      dockerfile: path.join(FOLDER, 'docker/Dockerfile'),
      context: FOLDER,
      target: undefined,
      buildArguments: { A: '1' },
    });
    expect(image.local).toMatch(/^sagemaker-local\/my-algo:[0-9a-f]{12}$/);
    expect(resolveImage(overlay, '1.dkr/Team/My.Algo:2', FOLDER).local).toBe(image.local);
    expect(resolveImage(overlay, '1.dkr/Team/My.Algo:2', '/elsewhere').local).not.toBe(image.local);
    expect(resolveImage(overlay, 'other:latest', FOLDER).build).toMatchObject({ context: undefined, target: 'serve' });
  });
});

describe('parseSize', () => {
  it.each([
    ['8g', 8 * 1024 ** 3],
    ['512M', 512 * 1024 ** 2],
    ['1.5GiB', 1.5 * 1024 ** 3],
    ['64kb', 65_536],
    ['1024', 1024],
    ['10b', 10],
    ['1t', 1024 ** 4],
  ])('%s is %d', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', 'g', '8x', '-1g', '1.g', '8 gigs', '999999999999999t', '1e9'])('%j is none', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});
