import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { basename, dirname } from 'node:path';
import { answerLines, errorIn, imageIdIn } from './answer-lines';
import { explainFailure } from './build-error';
import { type BuildResult, type CheckedRequest, commonParameters, readSecret } from './build-request';
import type { OnBuildEvent } from './events';
import { countTransfers } from './progress';
import { openSession, type Session } from './session';
import { toError } from './to-error';
import type { EngineSocket } from '../engine';
import { postEmpty, requestEngine, withQuery } from './socket';
import { createTrace, type Trace } from './trace';

/** How long the engine may take to wind up a cancelled build before we hang up. */
const CANCEL_GRACE = 3_000;

/** Builds with BuildKit: the engine asks for the files it needs. undefined where the engine has no BuildKit. */
export async function buildWithBuildKit(
  socket: EngineSocket,
  request: CheckedRequest,
  signal: AbortSignal,
  onEvent: OnBuildEvent,
): Promise<BuildResult | undefined> {
  const counter = countTransfers(onEvent);
  const local: { error?: unknown } = {};
  const session = await openSession(
    socket,
    {
      directories: { context: request.contextDir, dockerfile: dirname(request.dockerfile) },
      sharedKey: createHash('sha256').update(request.contextDir).digest('hex'),
      secret: (id) => readSecret(request, id),
      auth: async (host) => request.auth?.(host),
      beginTransfer: () => counter.begin(),
      onError(error) {
        local.error ??= error;
      },
    },
    signal,
  );
  if (session === undefined) {
    return undefined;
  }
  try {
    const trace = createTrace(onEvent, request.lines.lineOf);
    const result = await run(socket, session, request, signal, trace);
    trace.end();
    counter.end();
    if ('imageId' in result) {
      return result;
    }
    signal.throwIfAborted();
    // A file or secret of ours that can't be read says more than the engine's view of it.
    if (local.error !== undefined) {
      throw toError(local.error);
    }
    throw explainFailure({ message: result.message, step: trace.failed() }, request.dockerfile, request.lines);
  } finally {
    session.close();
  }
}

async function run(
  socket: EngineSocket,
  session: Session,
  request: CheckedRequest,
  signal: AbortSignal,
  trace: Trace,
): Promise<BuildResult | { readonly message: string }> {
  signal.throwIfAborted();
  const buildId = randomUUID();
  const path = withQuery('/build', {
    ...commonParameters(request),
    version: '2',
    remote: 'client-session',
    session: session.id,
    buildid: buildId,
    dockerfile: basename(request.dockerfile),
  });
  const call = requestEngine(socket, { method: 'POST', path });
  const onAbort = (): void => {
    // Hanging up alone stops the build too, but the engine may then still be writing the image.
    const hangUp = setTimeout(() => call.destroy(), CANCEL_GRACE);
    hangUp.unref();
    call.on('close', () => {
      clearTimeout(hangUp);
    });
    postEmpty(socket, withQuery('/build/cancel', { id: buildId })).catch(() => call.destroy());
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await readAnswer(await send(call), trace);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    call.destroy();
  }
}

function send(call: ReturnType<typeof requestEngine>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    call.on('response', resolve);
    call.on('error', reject);
    call.on('close', () => {
      reject(new Error('The engine closed the connection before it answered.'));
    });
    call.end();
  });
}

async function readAnswer(
  response: IncomingMessage,
  trace: Trace,
): Promise<BuildResult | { readonly message: string }> {
  let imageId: string | undefined;
  let message: string | undefined;
  for await (const line of answerLines(response)) {
    if (line['id'] === 'moby.buildkit.trace' && typeof line['aux'] === 'string') {
      trace.push(line['aux']);
    } else if (line['id'] === 'moby.image.id') {
      imageId = imageIdIn(line);
    }
    message = errorIn(line) ?? (typeof line['message'] === 'string' ? line['message'] : message);
  }
  if (imageId !== undefined && message === undefined) {
    return { imageId };
  }
  return { message: message ?? 'The engine ended the build without an image.' };
}
