import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BuildError } from '../../../../../engine/src/docker/build/build-error';
import { buildImage } from '../../../../../engine/src/docker/build/build-image';
import type { BuildRequest } from '../../../../../engine/src/docker/build/build-request';
import type { BuildEvent } from '../../../../../engine/src/docker/build/events';
import { UserError } from '../../../../../engine/src/user-error';

let folder: string;
let server: Server;
let events: BuildEvent[];

const AT = '2026-11-28T10:00:00Z';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const RUN = { digest: 'sha256:2', name: '[2/2] RUN make', started: AT };
/** As buildx writes them (client.SolveStatus of moby/buildkit). */
const BUILT = [
  { vertexes: [{ digest: 'sha256:1', name: '[1/2] FROM base', started: AT, completed: AT, cached: true }] },
  { vertexes: [RUN] },
  {
    statuses: [
      { id: 'sha256:layer', vertex: 'sha256:2', name: 'exporting', current: 5, total: 10, timestamp: AT, started: AT },
    ],
    logs: [{ vertex: 'sha256:2', stream: 2, data: base64('a line\nhalf'), timestamp: AT }],
    warnings: [
      { vertex: 'sha256:2', level: 1, short: base64('odd'), url: 'https://x', range: [{ start: { line: 2 } }] },
    ],
  },
  { vertexes: [{ ...RUN, completed: AT }] },
];

beforeEach(async () => {
  events = [];
  folder = await mkdtemp(join(tmpdir(), 'sm-buildx-'));
  await writeFile(join(folder, 'Dockerfile'), 'FROM base\nRUN make\n');
  server = createServer((request, response) => {
    const found = decodeURIComponent(request.url ?? '').endsWith('/images/t:1/json');
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(found ? '{"Id":"sha256:made"}' : '{"message":"no such"}');
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

/** A `docker` on PATH that keeps what it was called with, says it all, and then does the rest. */
async function docker(lines: readonly (object | string)[], rest = ''): Promise<void> {
  const said = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  await writeFile(join(folder, 'said'), `${said}\n`);
  const text = `#!${process.execPath}
const fs = require('node:fs');
if (process.argv[3] === 'version') process.exit(0);
fs.writeFileSync(${JSON.stringify(join(folder, 'called'))}, JSON.stringify({ words: process.argv.slice(2), env: process.env }));
process.stderr.write(fs.readFileSync(${JSON.stringify(join(folder, 'said'))}));
${rest}`;
  await writeFile(join(folder, 'docker'), text);
  await chmod(join(folder, 'docker'), 0o755);
  vi.stubEnv('PATH', folder);
}

function build(request: Partial<BuildRequest> = {}, signal?: AbortSignal): Promise<{ imageId: string }> {
  const complete = { contextDir: folder, dockerfile: join(folder, 'Dockerfile'), tag: 't:1', ...request };
  return buildImage({ socketPath: join(folder, 's') }, complete, { signal, onEvent: (event) => events.push(event) });
}

async function called(): Promise<{ words: string[]; env: Record<string, string> }> {
  return JSON.parse(await readFile(join(folder, 'called'), 'utf8')) as { words: string[]; env: Record<string, string> };
}

describe('docker buildx', () => {
  it('is told all of the request, without a shell, and tells its steps, lines and warnings', async () => {
    await docker(BUILT);
    const file = join(folder, 'a,b');
    await writeFile(file, 'secret');
    const request = {
      builder: 'buildx',
      target: 'last',
      noCache: true,
      buildArguments: { A: 'one two; $(touch x)' },
      labels: { l: 'v' },
      secrets: { file: { file }, value: { value: 'hidden' } },
    } as const;
    expect(await build(request)).toEqual({ imageId: 'sha256:made' });
    const { words, env } = await called();
    expect(words).toEqual([
      'buildx',
      'build',
      '--load',
      '--progress=rawjson',
      '--provenance=false',
      '--sbom=false',
      '--platform=linux/amd64',
      '--tag=t:1',
      `--file=${join(folder, 'Dockerfile')}`,
      '--target=last',
      '--no-cache',
      '--build-arg=A=one two; $(touch x)',
      '--label=l=v',
      `--secret=id=file,"src=${file}"`,
      '--secret=id=value,env=SAGEMAKER_BUILD_SECRET_1',
      folder,
    ]);
    expect(env['SAGEMAKER_BUILD_SECRET_1']).toBe('hidden');
    expect(env['DOCKER_HOST']).toBe(`unix://${join(folder, 's')}`);
    expect(events.filter(({ kind }) => kind !== 'notice')).toMatchObject([
      { kind: 'step', name: 'FROM base', cached: true, state: 'done', line: 1 },
      { kind: 'step', name: 'RUN make', step: 2, of: 2, state: 'running', line: 2 },
      { kind: 'log', stream: 'stderr', text: 'a line' },
      { kind: 'transfer', name: 'exporting', current: 5, total: 10 },
      { kind: 'warning', message: 'odd', url: 'https://x', line: 2 },
      { kind: 'log', text: 'half' },
      { kind: 'step', name: 'RUN make', state: 'done' },
    ]);
  });

  it('is taken where the engine’s API has no BuildKit', async () => {
    await docker(BUILT);
    expect(await build()).toEqual({ imageId: 'sha256:made' });
    expect((await called()).words[1]).toBe('build');
  });

  it('names the line that failed, in our words', async () => {
    const error = 'process "/bin/sh -c make" did not complete successfully: exit code: 2';
    await docker(
      [...BUILT.slice(0, 3), { vertexes: [{ ...RUN, completed: AT, error }] }, `ERROR: failed to solve: ${error}`],
      'process.exit(1)',
    );
    const failure: unknown = await build({ builder: 'buildx' }).catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(BuildError);
    expect(failure).toMatchObject({
      message: 'RUN make failed on line 2: it ended with exit code 2.',
      place: { line: 2 },
      tail: ['a line', 'half'],
    });
  });

  it('ends with its own children when the build is cancelled', async () => {
    const child = join(folder, 'child');
    await docker(
      BUILT.slice(0, 2),
      `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
fs.writeFileSync(${JSON.stringify(child)}, String(child.pid));
setInterval(() => {}, 1000);`,
    );
    const controller = new AbortController();
    const building = build({ builder: 'buildx' }, controller.signal);
    const pid = await vi.waitUntil(() => readFile(child, 'utf8').then(Number, () => undefined), { timeout: 10_000 });
    controller.abort(new Error('enough'));
    await expect(building).rejects.toThrow('enough');
    await vi.waitUntil(() => ended(pid), { timeout: 10_000 });
  });

  it.each([
    ['buildx', 'docker buildx version'],
    ['engine', 'has no BuildKit'],
  ] as const)('that is not there is said, with what to do: %s', async (builder, text) => {
    vi.stubEnv('PATH', join(folder, 'nowhere'));
    const failure: unknown = await build({ builder }).catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({
      message: expect.stringContaining(text) as string,
      remedy: expect.stringContaining('auto') as string,
    });
  });
});

function ended(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
