import { describe, expect, it } from 'vitest';
import { memoryFs } from '../../../../server/src/context/memory-fs';
import { parseProjectFile, readProjectFile } from '../../../../server/src/project/read';

const parse = (text: string): ReturnType<typeof parseProjectFile> =>
  parseProjectFile(text, '/repo/.sagemaker/containers.json', '/repo');

describe('readProjectFile', () => {
  it('finds the nearest one above the Dockerfile', () => {
    const fs = memoryFs({
      '/repo/.sagemaker/containers.json': '{}',
      '/repo/a/.sagemaker/containers.json': '{}',
      '/repo/a/b/Dockerfile': '',
    });
    expect(readProjectFile(fs, '/repo/a/b/Dockerfile')?.folder).toBe('/repo/a');
    expect(readProjectFile(fs, '/repo/Dockerfile')?.folder).toBe('/repo');
    expect(readProjectFile(fs, '/elsewhere/Dockerfile')).toBeUndefined();
  });
});

describe('parseProjectFile', () => {
  it('makes paths absolute and values strings', () => {
    const { containers, problems } = parse(
      '{ "containers": { "docker/Dockerfile": { "context": "../x/.", "target": "serve", "buildArguments": { "A": 1, "B": true }, "platform": "linux/arm64", "roles": ["inference"], "image": "x" } } }',
    );
    expect(containers).toEqual([
      {
        dockerfile: '/repo/docker/Dockerfile',
        context: '/x',
        target: 'serve',
        buildArguments: { A: '1', B: 'true' },
        platform: 'linux/arm64',
        roles: ['inference'],
        image: 'x',
      },
    ]);
    expect(problems).toEqual([]);
  });

  it('allows comments and trailing commas', () => {
    expect(parse('{ // why\n "rules": { "x": "off", }, }').rules).toEqual({ x: 'off' });
  });

  it.each([
    ['[]', 'must be a JSON object'],
    ['{ "containers": { "Dockerfile": 3 } }', 'What is said about `Dockerfile` must be an object'],
    ['{ "containers": { "Dockerfile": { "context": 3 } } }', '`context` must be a string'],
    ['{ "containers": { "Dockerfile": { "roles": "inference" } } }', '`roles` must be a list'],
    ['{ "containers": { "Dockerfile": { "roles": ["cook"] } } }', '"cook" is not a role'],
    [
      '{ "containers": { "Dockerfile": { "buildArguments": { "A": [] } } } }',
      'The build argument `A` must be a string',
    ],
    ['{ "rules": { "x": "loud" } }', 'The severity of `x` must be'],
    ['{ "ignores": [3] }', 'An ignore is an object'],
    ['{ "ignores": [{ "reason": "x" }] }', 'names no rule'],
    ['{ "ignores": [{ "rule": "x" }] }', 'gives no reason, so it has no effect'],
    ['{ "rules": ', 'not valid JSON'],
  ])('names what is wrong in %s', (text, message) => {
    const { problems } = parse(text);
    expect(problems.map((it) => it.message).join('\n')).toContain(message);
    for (const it of problems) expect(it.offset + it.length).toBeLessThanOrEqual(text.length + 1);
  });
});
