import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { UserError } from '../../user-error';
import { answerLines, errorIn, imageIdIn } from './answer-lines';
import { explainFailure } from './build-error';
import { type BuildResult, type CheckedRequest, commonParameters, pathInContext } from './build-request';
import { createClassicLog } from './classic-log';
import { type ContextEntry, walkContext } from './context-walk';
import type { OnBuildEvent } from './events';
import { compilePatterns, matchesPath, parseDockerignore } from './patterns';
import { countTransfers, type TransferCounter } from './progress';
import { toError } from './to-error';
import type { EngineSocket } from '../engine';
import { requestEngine, withQuery } from './socket';

/** Name of a Dockerfile that lies outside the context; random enough to meet no file of the user. */
const FOREIGN_DOCKERFILE = '.dockerfile.sagemaker-containers';
const DOCKER_HUB = 'https://index.docker.io/v1/';

/** Builds with the engine's old builder: for Podman, and for engines before BuildKit. The whole context is sent. */
export async function buildClassic(
  socket: EngineSocket,
  request: CheckedRequest,
  signal: AbortSignal,
  onEvent: OnBuildEvent,
): Promise<BuildResult> {
  if (Object.keys(request.secrets ?? {}).length > 0) {
    throw new UserError(
      'The classic builder gives a build no secrets; BuildKit does.',
      'Use BuildKit (the builder `auto`, with Docker 20.10 or newer), or build without secrets.',
    );
  }
  onEvent({
    kind: 'notice',
    message:
      'The engine’s classic builder is used, for want of BuildKit or as you asked: the whole context is sent, and RUN --mount does not work.',
  });
  const call = requestEngine(socket, {
    method: 'POST',
    path: withQuery('/build', {
      ...commonParameters(request),
      dockerfile: pathInContext(request) ?? FOREIGN_DOCKERFILE,
    }),
    headers: { 'Content-Type': 'application/x-tar', 'X-Registry-Config': await registryConfig(request) },
  });
  // The classic builder stops when its client hangs up.
  const onAbort = (): void => {
    call.destroy();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const counter = countTransfers(onEvent);
    const [response] = await Promise.all([answered(call), sendContext(call, request, counter)]);
    counter.end();
    return await readAnswer(response, request, onEvent);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    call.destroy();
  }
}

function answered(call: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    call.on('response', resolve);
    call.on('error', reject);
  });
}

/** Streams the context; an engine that answers early, with an error, need not read it to the end. */
async function sendContext(call: ClientRequest, request: CheckedRequest, counter: TransferCounter): Promise<void> {
  const archive = pack();
  const answer = { isThere: false };
  call.on('response', () => {
    answer.isThere = true;
  });
  const packing = packContext(archive, request, counter).catch((error: unknown) => {
    archive.destroy(toError(error));
    throw error;
  });
  const results = await Promise.allSettled([packing, pipeline(archive, call)]);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined && !answer.isThere) {
    call.destroy();
    throw toError(failure.reason);
  }
}

/** Writes the context as a tar, as Docker's client does: what .dockerignore leaves out is not in it. */
export async function packContext(archive: Pack, request: CheckedRequest, counter: TransferCounter): Promise<void> {
  const dockerfile = pathInContext(request);
  const exclude = compilePatterns(await readIgnored(request, dockerfile));
  const onTransfer = counter.begin();
  const total = { files: 0, bytes: 0 };
  for await (const entry of walkContext(request.contextDir, { include: undefined, exclude })) {
    await packEntry(archive, request.contextDir, entry);
    total.files += entry.stats.isFile() ? 1 : 0;
    total.bytes += entry.stats.isFile() ? Number(entry.stats.size) : 0;
    onTransfer(total.files, total.bytes);
  }
  if (dockerfile === undefined) {
    await new Promise<void>((resolve, reject) => {
      void readFile(request.dockerfile).then((text) => {
        archive.entry({ name: FOREIGN_DOCKERFILE }, text, settle(resolve, reject));
      }, reject);
    });
  }
  archive.finalize();
}

async function readIgnored(request: CheckedRequest, dockerfile: string | undefined): Promise<readonly string[]> {
  const read = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);
  const own = await read(`${request.dockerfile}.dockerignore`);
  const patterns = parseDockerignore(own ?? (await read(join(request.contextDir, '.dockerignore'))) ?? '');
  const compiled = compilePatterns(patterns);
  // The builder itself needs the Dockerfile, whatever .dockerignore says.
  return dockerfile !== undefined && matchesPath(compiled, dockerfile) ? [...patterns, `!${dockerfile}`] : patterns;
}

async function packEntry(archive: Pack, root: string, entry: ContextEntry): Promise<void> {
  const { stats, path } = entry;
  const mode = process.platform === 'win32' ? 0o755 : Number(stats.mode) & 0o7777;
  const header = { name: path, mode, uid: 0, gid: 0, mtime: stats.mtime };
  await new Promise<void>((resolve, reject) => {
    const done = settle(resolve, reject);
    if (entry.link !== undefined) {
      archive.entry({ ...header, type: 'symlink', linkname: entry.link }, done);
    } else if (stats.isDirectory()) {
      archive.entry({ ...header, name: `${path}/`, type: 'directory' }, done);
    } else if (stats.size === 0n) {
      archive.entry({ ...header, type: 'file' }, Buffer.alloc(0), done);
    } else {
      const size = Number(stats.size);
      const sink = archive.entry({ ...header, type: 'file', size }, done);
      // A file that grows meanwhile must not spoil the archive.
      const source = createReadStream(join(root, path), { end: size - 1, highWaterMark: 1 << 20 });
      pipeline(source, sink).catch(reject);
    }
  });
}

function settle(resolve: () => void, reject: (error: unknown) => void): (error?: Error | null) => void {
  return (error) => {
    if (error) {
      reject(error);
    } else {
      resolve();
    }
  };
}

/** The credentials of all registries in FROM: this builder can't ask for them when it needs them. */
async function registryConfig(request: CheckedRequest): Promise<string> {
  const config: Record<string, { username: string; password: string }> = {};
  for (const base of request.lines.bases) {
    const [first = '', ...rest] = base.split('/');
    const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
    const host = isHost ? first : DOCKER_HUB;
    const found = base.includes('$') || base === 'scratch' ? undefined : await request.auth?.(host);
    if (found !== undefined) {
      config[host] = { username: found.username, password: found.secret };
    }
  }
  return Buffer.from(JSON.stringify(config)).toString('base64url');
}

async function readAnswer(
  response: IncomingMessage,
  request: CheckedRequest,
  onEvent: OnBuildEvent,
): Promise<BuildResult> {
  const log = createClassicLog(onEvent, request.lines.lineOf);
  let imageId: string | undefined;
  for await (const line of answerLines(response)) {
    const message = errorIn(line) ?? (typeof line['message'] === 'string' ? line['message'] : undefined);
    if (message !== undefined) {
      throw explainFailure({ message, step: log.fail(message) }, request.dockerfile, request.lines);
    }
    imageId = imageIdIn(line) ?? imageId;
    if (typeof line['stream'] === 'string') {
      log.push(line['stream']);
    }
  }
  log.end();
  if (imageId === undefined) {
    throw explainFailure(
      { message: 'The engine ended the build without an image.', step: undefined },
      request.dockerfile,
      request.lines,
    );
  }
  return { imageId };
}
