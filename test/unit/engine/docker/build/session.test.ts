import { chmod, mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type ClientHttp2Session } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { frame, frameReader } from '../../../../../engine/src/docker/build/grpc';
import {
  bytesOf,
  decodeMessage,
  encodeMessage,
  type Fields,
  messageOf,
  type MessageName,
  numberOf,
  textOf,
} from '../../../../../engine/src/docker/build/schema';
import { openSession, type Session, type SessionServices } from '../../../../../engine/src/docker/build/session';
import { UserError } from '../../../../../engine/src/user-error';

const HEALTH = '/grpc.health.v1.Health/Check';
const SECRET = '/moby.buildkit.secrets.v1.Secrets/GetSecret';
const CREDENTIALS = '/moby.filesync.v1.Auth/Credentials';
const DIFF_COPY = '/moby.filesync.v1.FileSync/DiffCopy';

let folder: string;
let server: Server;
let peer: ClientHttp2Session;
let session: Session;
let errors: unknown[];
let transfers: [number, number][];
let headers: Readonly<Record<string, unknown>>;

/** The engine's side of the session. */
async function start(): Promise<void> {
  const upgraded = new Promise<Duplex>((resolve) => {
    server.on('upgrade', (request, socket) => {
      headers = request.headersDistinct;
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
      resolve(socket);
    });
  });
  const opened = await openSession({ socketPath: join(folder, 's') }, services(), new AbortController().signal);
  if (opened === undefined) throw new Error('no session');
  session = opened;
  const socket = await upgraded;
  peer = connect('http://engine', { createConnection: () => socket });
  peer.on('error', () => undefined);
}

function services(): SessionServices {
  return {
    directories: { context: join(folder, 'ctx') },
    sharedKey: 'key',
    secret: (id) =>
      id === 'broken'
        ? Promise.reject(new UserError('no file', 'x'))
        : Promise.resolve(id === 'a' ? Buffer.from('é') : undefined),
    auth: (host) => Promise.resolve(host === 'r' ? { username: 'AWS', secret: 's' } : undefined),
    beginTransfer: () => (files, bytes) => transfers.push([files, bytes]),
    onError: (error) => errors.push(error),
  };
}

interface Reply {
  readonly messages: Buffer[];
  readonly status: string | undefined;
  readonly text: string;
}

function call(
  path: string,
  request: Uint8Array | undefined,
  options: {
    readonly headers?: Record<string, string | string[]>;
    onMessage?(message: Buffer, send: (packet: Fields) => void): void;
  } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const stream = peer.request({ ':method': 'POST', ':path': path, te: 'trailers', ...options.headers });
    const messages: Buffer[] = [];
    const read = frameReader();
    let trailers: Readonly<Record<string, unknown>> = {};
    stream.on('trailers', (received: Readonly<Record<string, unknown>>) => {
      trailers = received;
    });
    stream.on('data', (chunk: Buffer) => {
      for (const message of read(chunk)) {
        messages.push(message);
        options.onMessage?.(message, (packet) => stream.write(frame(encodeMessage('Packet', packet))));
      }
    });
    stream.on('error', reject);
    stream.on('end', () => stream.end());
    stream.on('close', () => {
      const text = typeof trailers['grpc-message'] === 'string' ? decodeURIComponent(trailers['grpc-message']) : '';
      resolve({ messages, status: trailers['grpc-status']?.toString(), text });
    });
    if (request !== undefined) stream.end(frame(request));
  });
}

const ask = async (path: string, name: MessageName, fields: Fields, answer: MessageName): Promise<Fields> => {
  const { messages, status, text } = await call(path, encodeMessage(name, fields));
  return { status, text, ...(messages[0] && decodeMessage(answer, messages[0])) };
};

/** Takes a folder as the engine does: the list, then all files in it. */
async function receive(metadata: Record<string, string | string[]>, beforeFiles?: () => Promise<void>) {
  const list: string[] = [];
  const contents = new Map<number, string>();
  let last = '';
  const reply = await call(DIFF_COPY, undefined, {
    headers: metadata,
    onMessage(message, send) {
      const packet = decodeMessage('Packet', message);
      const stat = messageOf(packet, 'stat');
      if (stat !== undefined) {
        list.push(textOf(stat, 'path'));
      } else if (message.length === 0) {
        void (beforeFiles?.() ?? Promise.resolve()).then(() => {
          list.forEach((path, id) => {
            if (path.includes('.')) send({ type: 1, id });
          });
          if (list.length === 0) send({ type: 3 });
        });
      } else if (numberOf(packet, 'type') === 2) {
        const data = Buffer.from(bytesOf(packet, 'data')).toString();
        const id = numberOf(packet, 'id');
        contents.set(id, (contents.get(id) ?? '') + data);
        if (data === '' && contents.size === list.filter((path) => path.includes('.')).length) send({ type: 3 });
      }
      last = message.toString('hex');
    },
  });
  return { list, contents, last, status: reply.status, text: reply.text };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sm-ses-'));
  await mkdir(join(folder, 'ctx/d'), { recursive: true });
  await writeFile(join(folder, 'ctx/a.txt'), 'A');
  await writeFile(join(folder, 'ctx/d/big.bin'), 'x'.repeat(1_200_000));
  await writeFile(join(folder, 'ctx/z.empty'), '');
  errors = [];
  transfers = [];
  server = createServer((_request, response) => response.writeHead(404).end('{"message":"page not found"}'));
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

describe('a session with BuildKit', () => {
  it('offers what it serves, and answers', async () => {
    await start();
    expect(headers).toMatchObject({
      upgrade: ['h2c'],
      'x-docker-expose-session-uuid': [session.id],
      'x-docker-expose-session-sharedkey': ['key'],
      'x-docker-expose-session-grpc-method': [HEALTH, SECRET, CREDENTIALS, DIFF_COPY],
    });
    const health = await call(HEALTH, new Uint8Array());
    expect([health.messages[0]?.toString('hex'), health.status]).toEqual(['0801', '0']);
    const secret = await ask(SECRET, 'GetSecretRequest', { id: 'a' }, 'GetSecretResponse');
    expect(Buffer.from(bytesOf(secret, 'data')).toString()).toBe('é');
    expect(await ask(CREDENTIALS, 'CredentialsRequest', { host: 'r' }, 'CredentialsResponse')).toMatchObject({
      username: 'AWS',
      secret: 's',
    });
    expect(await ask(CREDENTIALS, 'CredentialsRequest', { host: 'x' }, 'CredentialsResponse')).toMatchObject({
      status: '0',
      username: '',
    });
  });

  it('says what is not there, and keeps its own errors', async () => {
    await start();
    expect(await ask(SECRET, 'GetSecretRequest', { id: 'ü' }, 'GetSecretResponse')).toEqual({
      status: '5',
      text: 'secret ü not found',
    });
    expect(await ask(SECRET, 'GetSecretRequest', { id: 'broken' }, 'GetSecretResponse')).toMatchObject({ status: '2' });
    expect(errors).toMatchObject([{ message: 'no file' }]);
    expect(await call('/moby.sshforward.v1.SSH/CheckAgent', new Uint8Array())).toMatchObject({ status: '12' });
    for (const name of ['nosuch', 'constructor']) {
      expect(await receive({ 'dir-name': name })).toMatchObject({ status: '5' });
    }
  });

  it('sends a folder: the list, every file in pieces, the end', async () => {
    await start();
    const { list, contents, last, status } = await receive({ 'dir-name': 'context' });
    expect(list).toEqual(['a.txt', 'd', 'd/big.bin', 'z.empty']);
    expect([contents.get(0), contents.get(2)?.length, contents.get(3)]).toEqual(['A', 1_200_000, '']);
    expect([last, status]).toEqual(['0803', '0']);
    expect(transfers.at(-1)).toEqual([3, 1_200_001]);
    expect(errors).toEqual([]);
  });

  it('keeps to the patterns', async () => {
    await start();
    const metadata = { 'dir-name': 'context', 'exclude-patterns': ['d', '!d/x'], followpaths: ['a.txt', 'd'] };
    expect((await receive(metadata)).list).toEqual(['a.txt']);
    expect((await receive({ 'dir-name': 'context', 'include-patterns': 'z*' })).list).toEqual(['z.empty']);
    expect((await receive({ 'dir-name': 'context', 'exclude-patterns': '*' })).list).toEqual([]);
  });

  it('fails the call, and says why, when a file is gone or asked for wrongly', async () => {
    await start();
    const gone = await receive({ 'dir-name': 'context' }, () => unlink(join(folder, 'ctx/a.txt')));
    expect(gone.status).toBe('2');
    expect(errors).toMatchObject([{ code: 'ENOENT' }]);
    const wrong = await call(DIFF_COPY, undefined, {
      headers: { 'dir-name': 'context' },
      onMessage(message, send) {
        if (message.length === 0) send({ type: 1, id: 99 });
      },
    });
    expect(wrong).toMatchObject({ status: '5' });
    const invalid = await receive({ 'dir-name': 'context', 'exclude-patterns': '[' });
    expect(invalid.text).toContain('is not valid');
    expect(errors.at(-1)).toBeInstanceOf(UserError);
  });

  it.skipIf(process.getuid?.() === 0)('names a file that may not be read', async () => {
    await start();
    await chmod(join(folder, 'ctx/a.txt'), 0);
    expect((await receive({ 'dir-name': 'context' })).status).toBe('2');
    expect(errors).toMatchObject([{ code: 'EACCES' }]);
  });

  it('survives an engine that goes away in the middle', async () => {
    await start();
    const broken = call(DIFF_COPY, undefined, {
      headers: { 'dir-name': 'context' },
      onMessage: () => {
        peer.destroy();
      },
    }).catch((error: unknown) => error);
    await broken;
    session.close();
    expect(errors).toEqual([]);
  });

  it('is undefined where the engine has none, and can be given up', async () => {
    const socket = { socketPath: join(folder, 's') };
    expect(await openSession(socket, services(), new AbortController().signal)).toBeUndefined();
    server.removeAllListeners('request');
    server.on('request', () => undefined);
    const controller = new AbortController();
    const opening = openSession(socket, services(), controller.signal);
    setTimeout(() => {
      controller.abort(new Error('enough'));
    }, 20);
    await expect(opening).rejects.toThrow('enough');
  });
});
