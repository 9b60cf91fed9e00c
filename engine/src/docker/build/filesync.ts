import { open } from 'node:fs/promises';
import type { ServerHttp2Stream } from 'node:http2';
import { join } from 'node:path';
import { type ContextEntry, walkContext } from './context-walk';
import { followLinks } from './follow-links';
import { beginAnswer, frameReader, GRPC, GrpcError, type Answer } from './grpc';
import { compilePatterns } from './patterns';
import { decodeMessage, encodeMessage, numberOf } from './schema';
import { toError } from './to-error';

/** Packet types of fsutil's wire protocol. */
const PACKET = { stat: 0, request: 1, data: 2, finish: 3, error: 4 } as const;
/** Measured: 13 s per GB; with 32 KiB it takes 22 s. */
const CHUNK = 512 * 1024;

export interface SyncRequest {
  /** `context` or `dockerfile`. */
  readonly directory: string;
  readonly follow: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** How many files, and bytes of them, were sent so far. */
export type OnTransfer = (files: number, bytes: number) => void;

/** What the engine wants, from the headers of its call. Raw ones: Node joins repeated headers with a comma. */
export function readSyncRequest(rawHeaders: readonly string[]): SyncRequest {
  const values = new Map<string, string[]>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    values.set(name, [...(values.get(name) ?? []), rawHeaders[at + 1] ?? '']);
  }
  const read = (name: string): readonly string[] => {
    const encoded = ['1', 't', 'true'].includes((values.get(`${name}-encoded`)?.[0] ?? '').toLowerCase());
    return (values.get(name) ?? []).map((value) => (encoded ? unescapeQuery(value) : value));
  };
  return {
    directory: read('dir-name')[0] ?? '',
    follow: read('followpaths'),
    include: read('include-patterns'),
    exclude: read('exclude-patterns'),
  };
}

function unescapeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Sends a folder: the list of everything, and the contents of what the engine doesn't have yet. */
export async function sendDirectory(
  stream: ServerHttp2Stream,
  root: string,
  request: SyncRequest,
  onTransfer: OnTransfer,
): Promise<void> {
  const answer = beginAnswer(stream);
  const inbox = readRequests(stream);
  const files = new Map<number, string>();
  const sendFiles = async (): Promise<void> => {
    const total = { files: 0, bytes: 0 };
    // One buffer for all files is safe: encoding copies it.
    const buffer = Buffer.allocUnsafe(CHUNK);
    for await (const id of inbox) {
      const path = files.get(id);
      if (path === undefined) {
        throw new GrpcError(GRPC.notFound, `The engine asked for file ${id}, which is not in the list.`);
      }
      total.files += 1;
      await sendFile(answer, id, join(root, path), buffer, (bytes) => {
        total.bytes += bytes;
        onTransfer(total.files, total.bytes);
      });
    }
  };
  try {
    const sent = sendFiles();
    await Promise.all([sendList(answer, root, request, files), sent]);
    await answer.send(encodeMessage('Packet', { type: PACKET.finish }));
    answer.end();
  } catch (error) {
    answer.end(error);
    throw error;
  }
}

async function sendList(answer: Answer, root: string, request: SyncRequest, files: Map<number, string>): Promise<void> {
  const followed = request.follow.length === 0 ? undefined : await followLinks(root, request.follow);
  const wanted = [...(followed ?? []), ...(request.follow.length > 0 && !followed ? [] : request.include)];
  const filter = {
    include: wanted.length === 0 ? undefined : compilePatterns(wanted),
    exclude: request.exclude.length === 0 ? undefined : compilePatterns(request.exclude),
  };
  let id = 0;
  for await (const entry of walkContext(root, filter)) {
    if (entry.stats.isFile()) {
      files.set(id, entry.path);
    }
    await answer.send(encodeMessage('Packet', { stat: statOf(entry) }));
    id += 1;
  }
  await answer.send(new Uint8Array());
}

async function sendFile(
  answer: Answer,
  id: number,
  file: string,
  buffer: Buffer,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const handle = await open(file);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      const data = buffer.subarray(0, bytesRead);
      await answer.send(encodeMessage('Packet', { type: PACKET.data, id, data }));
      onBytes(bytesRead);
      if (bytesRead === 0) {
        return; // The empty packet just sent says that the file is complete.
      }
    }
  } finally {
    await handle.close();
  }
}

/** The entry with Go's file mode bits; everything belongs to root, as Docker does it. */
export function statOf(entry: ContextEntry): Readonly<Record<string, unknown>> {
  const { stats } = entry;
  const mode = Number(stats.mode);
  // Windows has no executable bit: Docker's own client sends 0755 from there.
  let bits = process.platform === 'win32' ? 0o755 : mode & 0o777;
  bits |= (mode & 0o4000 ? 1 << 23 : 0) | (mode & 0o2000 ? 1 << 22 : 0) | (mode & 0o1000 ? 1 << 20 : 0);
  if (stats.isSymbolicLink()) {
    bits |= 1 << 27;
  }
  return {
    path: entry.path,
    mode: stats.isDirectory() ? (bits | (1 << 31)) >>> 0 : bits,
    size: stats.isFile() ? stats.size.toString() : '0',
    modTime: stats.mtimeNs.toString(),
    linkname: entry.link ?? '',
  };
}

/** The numbers of the files the engine asks for, until it says that it has all, or is gone. */
async function* readRequests(stream: ServerHttp2Stream): AsyncGenerator<number> {
  const read = frameReader();
  const ids: number[] = [];
  // One object: what the callbacks change must be looked at anew.
  const state: { finished: boolean; failure?: unknown } = { finished: false };
  let wake = (): void => undefined;
  const finish = (): void => {
    state.finished = true;
    wake();
  };
  stream.on('data', (chunk: Buffer) => {
    try {
      for (const message of read(chunk)) {
        const packet = decodeMessage('Packet', message);
        const type = numberOf(packet, 'type');
        if (type === PACKET.request) {
          ids.push(numberOf(packet, 'id'));
        } else if (type === PACKET.finish || type === PACKET.error) {
          state.finished = true;
        }
      }
    } catch (error) {
      state.failure = error;
      state.finished = true;
    }
    wake();
  });
  stream.on('end', finish);
  stream.on('close', finish);
  for (;;) {
    const id = ids.shift();
    if (id !== undefined) {
      yield id;
    } else if (state.finished) {
      if (state.failure !== undefined) {
        throw toError(state.failure);
      }
      return;
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}
