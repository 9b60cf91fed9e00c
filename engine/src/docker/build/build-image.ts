import { UserError } from '../../user-error';
import { type BuildOptions, type BuildRequest, type BuildResult, checkRequest } from './build-request';
import { buildWithBuildKit } from './buildkit';
import { buildClassic } from './classic';
import type { EngineSocket } from '../engine';

const UNREACHABLE = ['ECONNREFUSED', 'ENOENT', 'EACCES', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH'];
const BROKEN = ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'];

/**
 * Builds an image and tags it: with BuildKit, or, where the engine has none, with its classic builder. Rejects with a
 * BuildError that names the line in the Dockerfile, or with the signal's reason when it is aborted.
 */
export async function buildImage(
  socket: EngineSocket,
  request: BuildRequest,
  { signal = new AbortController().signal, onEvent = () => undefined }: BuildOptions = {},
): Promise<BuildResult> {
  signal.throwIfAborted();
  const checked = await checkRequest(request);
  try {
    const result = await buildWithBuildKit(socket, checked, signal, onEvent);
    return result ?? (await buildClassic(socket, checked, signal, onEvent));
  } catch (error) {
    throw explainUnreachable(error);
  }
}

/** Our own files are read with paths, so an error of the connection is told by its code and system call. */
function explainUnreachable(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return error;
  }
  const { code } = error;
  const cause = { cause: error };
  if ('syscall' in error && error.syscall === 'connect' && UNREACHABLE.includes(code)) {
    return new UserError(`The Docker Engine does not answer (${code}).`, 'Start Docker, and try again.', cause);
  }
  if (BROKEN.includes(code)) {
    return new UserError(
      `The Docker Engine broke off the build (${code}).`,
      'See whether the engine still runs, and build again.',
      cause,
    );
  }
  if (code === 'EACCES' && 'path' in error && typeof error.path === 'string') {
    return new UserError(
      `${error.path} belongs to the build context, but may not be read.`,
      'Make it readable for you, or leave it out with .dockerignore.',
      cause,
    );
  }
  return error;
}
