import type Dockerode from 'dockerode';
import type DockerModem from 'docker-modem';
import * as https from 'node:https';
import { Readable } from 'node:stream';
import type { Duplex } from 'node:stream';
import { UserError } from '../user-error';
import { EngineError } from './engine';
import type { ByteSource, EngineSocket, RegistryLogin } from './engine';
import { errorCode } from './error-code';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
  readonly file?: ByteSource;
  readonly login?: RegistryLogin | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Calls of the Engine API over dockerode's connection. Errors of the engine are EngineErrors. */
export interface Transport {
  /** The answer read to its end, as JSON; undefined when it is empty. */
  json(call: Call): Promise<unknown>;
  /** The answer as it comes. */
  stream(call: Call): Promise<Readable>;
  /** The connection itself, for attach and exec. */
  hijack(call: Call): Promise<Duplex>;
}

/**
 * dockerode is loaded here, on first use. Its methods drop warnings, change the options they get and put bodies into
 * addresses too, so its connection (`modem`) is used directly.
 */
export async function openTransport(socket: EngineSocket): Promise<Transport> {
  const { default: Docker } = await import('dockerode');
  const { modem } = new Docker(modemOptions(socket)) as unknown as { modem: DockerModem };
  const dial = (call: Call, how: Partial<DockerModem.DialOptions>) =>
    new Promise<unknown>((resolve, reject) => {
      call.signal?.throwIfAborted();
      modem.dial({ ...dialOptions(call), ...how }, (error, result) => {
        if (error === null) resolve(result);
        else reject(call.signal?.aborted === true ? abortReason(call.signal) : toEngineError(error));
      });
    });
  return {
    json: async (call) => {
      const result = await dial(call, {});
      return Buffer.isBuffer(result) ? undefined : result;
    },
    stream: async (call) => abortable(asReadable(await dial(call, { isStream: true })), call.signal),
    hijack: async (call) => {
      const connection = await dial(call, { hijack: true, isStream: true });
      return abortable(connection as Duplex, call.signal);
    },
  };
}

/** Names every option, since dockerode takes from DOCKER_HOST what it is not told. */
function modemOptions(socket: EngineSocket): Dockerode.DockerOptions {
  const plain = {
    host: undefined,
    port: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
    protocol: 'http' as const,
    pathPrefix: '/',
  };
  if ('socketPath' in socket) return { ...plain, socketPath: socket.socketPath };
  const host = socket.host.includes(':') ? `[${socket.host}]` : socket.host;
  const { tls } = socket;
  if (tls === undefined) return { ...plain, host, port: socket.port };
  const { ca, cert, key } = tls;
  const agent = new https.Agent({ ca, cert, key, rejectUnauthorized: tls.verify });
  return Object.assign({ ...plain, host, port: socket.port, protocol: 'https' as const }, { agent });
}

function dialOptions(call: Call): DockerModem.DialOptions {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  return {
    path: call.path + search,
    method: call.method,
    headers: {},
    // dockerode drops the last character of an address with a query unless it is told of a query here.
    options: { _query: {}, _body: call.body ?? {} },
    statusCodes: { 101: true, 200: true, 201: true, 202: true, 204: true, 304: true },
    ...(call.file === undefined ? {} : { file: fileOf(call.file) }),
    ...(call.login === undefined ? {} : { authconfig: call.login }),
    ...(call.signal === undefined ? {} : { abortSignal: call.signal }),
  };
}

function fileOf(source: ByteSource): Readable | Buffer {
  if (Buffer.isBuffer(source) || source instanceof Readable) return source;
  return Readable.from(source, { objectMode: false });
}

function toEngineError(error: Error): Error {
  if (!('statusCode' in error) || typeof error.statusCode !== 'number') return lostOrOther(error);
  const said = 'json' in error ? error.json : undefined;
  const own =
    typeof said === 'object' && said !== null && 'message' in said && typeof said.message === 'string'
      ? said.message
      : error.message.replace(/^\(HTTP code \d+\)[^-]*- /, '');
  return new EngineError(own.trim(), error.statusCode);
}

const LOST = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'];

/** Of the connection itself: the engine is not there, or went away in the middle. */
function lostOrOther(error: Error): Error {
  const code = errorCode(error) ?? '';
  const noSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  if (!LOST.includes(code) && !noSocket) return error;
  return new UserError(
    `The Docker Engine went away, or stopped (${error.message}).`,
    'See whether it runs, and try again.',
    { cause: error },
  );
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('This operation was aborted', 'AbortError');
}

function asReadable(value: unknown): Readable {
  return value instanceof Readable ? value : Readable.from([]);
}

function abortable<T extends Readable>(stream: T, signal: AbortSignal | undefined): T {
  if (signal === undefined) return stream;
  const end = () => {
    stream.destroy(abortReason(signal));
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  stream.once('close', () => {
    signal.removeEventListener('abort', end);
  });
  return stream;
}
