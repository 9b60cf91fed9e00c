import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extract } from 'tar-stream';
import { BuildError } from '../../../../../engine/src/docker/build/build-error';
import { buildImage } from '../../../../../engine/src/docker/build/build-image';
import type { BuildRequest } from '../../../../../engine/src/docker/build/build-request';
import type { BuildEvent } from '../../../../../engine/src/docker/build/events';
import { UserError } from '../../../../../engine/src/user-error';

let folder: string;
let server: Server;
let events: BuildEvent[];
let calls: URL[];

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** An engine whose answer to a build is given; `/session` is upgraded when it has BuildKit. */
async function engine(
  hasBuildKit: boolean,
  onBuild: Handle,
  onCancel: Handle = (_, response) => response.end(),
): Promise<void> {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://engine');
    calls.push(url);
    if (url.pathname === '/build') onBuild(request, response);
    else if (url.pathname === '/build/cancel') onCancel(request, response);
    else response.writeHead(404).end();
  });
  if (hasBuildKit) {
    server.on('upgrade', (_request, socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    });
  }
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
}

function build(request: Partial<BuildRequest> = {}, signal?: AbortSignal): Promise<{ imageId: string }> {
  const complete = {
    contextDir: join(folder, 'ctx'),
    dockerfile: join(folder, 'ctx/Dockerfile'),
    tag: 't:1',
    ...request,
  };
  return buildImage({ socketPath: join(folder, 's') }, complete, { signal, onEvent: (event) => events.push(event) });
}

const answer =
  (...lines: object[]): Handle =>
  (request, response) => {
    request.resume();
    request.on('end', () => response.end(lines.map((line) => `${JSON.stringify(line)}\r\n`).join('')));
  };

beforeEach(async () => {
  events = [];
  calls = [];
  folder = await mkdtemp(join(tmpdir(), 'sm-bld-'));
  await mkdir(join(folder, 'ctx/d'), { recursive: true });
  await writeFile(join(folder, 'ctx/Dockerfile'), 'FROM localhost/a:1 AS x\nFROM python:3\nRUN exit 7\n');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

describe('building with BuildKit', () => {
  it('asks for what is wanted', async () => {
    await engine(true, answer({ id: 'moby.image.id', aux: { ID: 'sha256:1' } }));
    const wanted = { target: 'x', buildArguments: { A: 'b&c' }, labels: { l: 'é' }, noCache: true };
    expect(await build(wanted)).toEqual({ imageId: 'sha256:1' });
    const query = Object.fromEntries(calls[0]?.searchParams ?? []);
    expect(query).toMatchObject({
      version: '2',
      remote: 'client-session',
      dockerfile: 'Dockerfile',
      t: 't:1',
      target: 'x',
      buildargs: '{"A":"b&c"}',
      labels: '{"l":"é"}',
      nocache: '1',
      platform: 'linux/amd64',
    });
    await build({ platform: 'linux/arm64' });
    const second = Object.fromEntries(calls[1]?.searchParams ?? []);
    expect(second['platform']).toBe('linux/arm64');
    expect('nocache' in second || 'target' in second).toBe(false);
    expect([second['session'] === query['session'], second['buildid'] === query['buildid']]).toEqual([false, false]);
  });

  it('takes no image for granted', async () => {
    await engine(true, answer({ id: 'moby.image.id', aux: { ID: 'sha256:1' } }, { error: 'x: exit code: 7' }));
    await expect(build()).rejects.toThrow('exit code 7');
    server.removeAllListeners('request').on('request', answer());
    await expect(build()).rejects.toThrow('without an image');
    server.removeAllListeners('request').on('request', (_request, response) => {
      response.writeHead(400).end('{"message":"invalid reference format"}\n');
    });
    await expect(build({ tag: '!' })).rejects.toThrow('invalid reference format');
  });

  it('says that the engine broke off', async () => {
    await engine(true, (_request, response) => {
      response.write('{}\n');
      setTimeout(() => response.destroy(), 20);
    });
    const error: unknown = await build().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).not.toBeInstanceOf(BuildError);
    expect(error).toMatchObject({ message: expect.stringContaining('broke off') as string });
  });

  it('cancels by id, and hangs up where that does not help', async () => {
    let isClosed = false;
    const controller = new AbortController();
    await engine(true, (_request, response) => {
      response.write('{}\n');
      response.on('close', () => (isClosed = true));
      controller.abort(new Error('enough'));
    });
    await expect(build({}, controller.signal)).rejects.toThrow('enough');
    await expect.poll(() => isClosed).toBe(true);
    const [started, canceled] = calls;
    expect(canceled?.pathname).toBe('/build/cancel');
    expect(canceled?.searchParams.get('id')).toBe(started?.searchParams.get('buildid'));
  });
});

describe('building without BuildKit', () => {
  it('falls back, says so, and sends the context as a tar', async () => {
    await writeFile(join(folder, 'ctx/.dockerignore'), 'no\nDockerfile\n');
    await writeFile(join(folder, 'ctx/no'), '');
    await writeFile(join(folder, 'ctx/d/big'), 'y'.repeat(3_000_000));
    await writeFile(join(folder, 'ctx/d/empty'), '');
    await symlink('d/big', join(folder, 'ctx/link'));
    const entries: unknown[] = [];
    let login = '';
    await engine(false, (request, response) => {
      login = String(request.headers['x-registry-config']);
      const archive = extract();
      archive.on('entry', ({ name, type, size, linkname, uid }, stream, next) => {
        entries.push([name, type, size, linkname, uid]);
        stream.resume();
        stream.on('end', next);
      });
      void pipeline(request, archive).then(() => {
        response.write('{"stream":"Step 1/3 : RUN exit 7"}\n{"aux":{"ID":"sha256:0"}}\n');
        response.end('{"aux":{"ID":"sha256:2"}}\n{"stream":"Successfully built 2\\n"}\n');
      });
    });
    const auth = (host: string) => Promise.resolve({ username: 'u', secret: host });
    expect(await build({ auth })).toEqual({ imageId: 'sha256:2' });
    expect(entries).toEqual([
      ['.dockerignore', 'file', 14, null, 0],
      ['Dockerfile', 'file', 49, null, 0],
      ['d/', 'directory', 0, null, 0],
      ['d/big', 'file', 3_000_000, null, 0],
      ['d/empty', 'file', 0, null, 0],
      ['link', 'symlink', 0, 'd/big', 0],
    ]);
    expect(JSON.parse(Buffer.from(login, 'base64url').toString())).toEqual({
      localhost: { username: 'u', password: 'localhost' },
      'https://index.docker.io/v1/': { username: 'u', password: 'https://index.docker.io/v1/' },
    });
    expect(events[0]?.kind).toBe('notice');
    expect(events.findLast(({ kind }) => kind === 'context')).toMatchObject({ files: 4, bytes: 3_000_063 });
    expect(events.slice(-2)).toMatchObject([{ state: 'running', line: 3 }, { state: 'done' }]);
    expect(calls.at(-1)?.searchParams.has('version')).toBe(false);
  });

  it('takes an error that comes while the context is sent', async () => {
    await writeFile(join(folder, 'ctx/d/big'), Buffer.alloc(20_000_000));
    await engine(false, (request, response) => {
      response.writeHead(400);
      response.write('{"message":"dockerfile parse error line 3: unknown instruction: X"}\n');
      request.resume();
      request.on('end', () => response.end());
    });
    const error: unknown = await build().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ place: { line: 3 } });
  });

  it('stops when it is cancelled while it sends', async () => {
    await writeFile(join(folder, 'ctx/d/big'), Buffer.alloc(20_000_000));
    const controller = new AbortController();
    let isClosed = false;
    await engine(false, (request) => {
      request.on('close', () => (isClosed = true));
      request.once('data', () => {
        request.pause();
        controller.abort(new Error('enough'));
      });
    });
    await expect(build({}, controller.signal)).rejects.toThrow('enough');
    await expect.poll(() => isClosed).toBe(true);
  });
});
