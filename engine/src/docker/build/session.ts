import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { readSyncRequest, sendDirectory, type OnTransfer } from './filesync';
import { answerUnary, beginAnswer, GRPC, GrpcError } from './grpc';
import { decodeMessage, encodeMessage, textOf } from './schema';
import type { EngineSocket } from '../engine';
import { requestEngine } from './socket';
import { toError } from './to-error';

export interface Credentials {
  readonly username: string;
  readonly secret: string;
}

/** What the engine may ask of us while it builds. */
export interface SessionServices {
  /** By the names BuildKit uses: `context`, `dockerfile`. */
  readonly directories: Readonly<Record<string, string>>;
  /** The same text for the same folder lets the engine send only what changed. */
  readonly sharedKey: string;
  secret(id: string): Promise<Uint8Array | undefined>;
  auth(host: string): Promise<Credentials | undefined>;
  /** The engine wants a folder; the answer is told what is sent of it. */
  beginTransfer(): OnTransfer;
  /** Something went wrong on our side; the engine only gets the text. */
  onError(error: unknown): void;
}

export interface Session {
  readonly id: string;
  close(): void;
}

const HEALTH = '/grpc.health.v1.Health/Check';
const SECRET = '/moby.buildkit.secrets.v1.Secrets/GetSecret';
const CREDENTIALS = '/moby.filesync.v1.Auth/Credentials';
const DIFF_COPY = '/moby.filesync.v1.FileSync/DiffCopy';
const SERVING = 1;

/** Opens the connection on which the engine calls us back; undefined where the engine has no BuildKit. */
export function openSession(
  socket: EngineSocket,
  services: SessionServices,
  signal: AbortSignal,
): Promise<Session | undefined> {
  const id = randomUUID();
  return new Promise((resolve, reject) => {
    const request = requestEngine(socket, {
      method: 'POST',
      path: '/session',
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'h2c',
        'X-Docker-Expose-Session-Uuid': id,
        'X-Docker-Expose-Session-Name': 'sagemaker-containers',
        'X-Docker-Expose-Session-Sharedkey': services.sharedKey,
        'X-Docker-Expose-Session-Grpc-Method': [HEALTH, SECRET, CREDENTIALS, DIFF_COPY],
      },
    });
    const onAbort = (): void => {
      request.destroy(toError(signal.reason));
    };
    signal.addEventListener('abort', onAbort);
    request.on('error', (error) => {
      signal.removeEventListener('abort', onAbort);
      reject(error);
    });
    request.on('response', (response) => {
      signal.removeEventListener('abort', onAbort);
      response.destroy();
      resolve(undefined);
    });
    request.on('upgrade', (_response, connection, head) => {
      signal.removeEventListener('abort', onAbort);
      if (head.length > 0) {
        connection.unshift(head);
      }
      serve(connection, services);
      resolve({ id, close: () => connection.destroy() });
    });
    request.end();
  });
}

/** After the upgrade the roles turn: the engine is the client. */
function serve(connection: Duplex, services: SessionServices): void {
  const server = createServer({ settings: { initialWindowSize: 1 << 20 } });
  // A connection that breaks shows as a failing build, which says more.
  connection.on('error', () => undefined);
  server.on('sessionError', () => undefined);
  server.on(
    'stream',
    (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, rawHeaders?: readonly string[]) => {
      handleCall(stream, headers[':path'] ?? '', rawHeaders ?? [], services);
    },
  );
  server.emit('connection', connection);
}

function handleCall(
  stream: ServerHttp2Stream,
  path: string,
  rawHeaders: readonly string[],
  services: SessionServices,
): void {
  switch (path) {
    case HEALTH:
      // BuildKit asks every second and drops a session that doesn't answer.
      answerUnary(stream, () => encodeMessage('HealthCheckResponse', { status: SERVING }));
      break;
    case SECRET:
      answerUnary(stream, async (request) => {
        const id = textOf(decodeMessage('GetSecretRequest', request), 'id');
        const data = await guard(services, () => services.secret(id));
        if (data === undefined) {
          throw new GrpcError(GRPC.notFound, `secret ${id} not found`);
        }
        return encodeMessage('GetSecretResponse', { data });
      });
      break;
    case CREDENTIALS:
      answerUnary(stream, async (request) => {
        const host = textOf(decodeMessage('CredentialsRequest', request), 'host');
        const found = await guard(services, () => services.auth(host));
        return encodeMessage('CredentialsResponse', { username: found?.username ?? '', secret: found?.secret ?? '' });
      });
      break;
    case DIFF_COPY:
      void copyDirectory(stream, rawHeaders, services);
      break;
    default:
      beginAnswer(stream).end(new GrpcError(GRPC.unimplemented, `${path} is not served here`));
  }
}

async function copyDirectory(
  stream: ServerHttp2Stream,
  rawHeaders: readonly string[],
  services: SessionServices,
): Promise<void> {
  const request = readSyncRequest(rawHeaders);
  const root = Object.hasOwn(services.directories, request.directory)
    ? services.directories[request.directory]
    : undefined;
  if (root === undefined) {
    beginAnswer(stream).end(new GrpcError(GRPC.notFound, `no folder named ${request.directory}`));
    return;
  }
  try {
    await sendDirectory(stream, root, request, services.beginTransfer());
  } catch (error) {
    if (!(error instanceof GrpcError)) {
      services.onError(error);
    }
  }
}

async function guard<T>(services: SessionServices, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    services.onError(error);
    throw error;
  }
}
