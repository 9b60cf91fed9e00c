import { isNamed } from '../named-errors';
import { UserError } from '../user-error';
import type { DockerEngine, RegistryLogin } from './engine';
import { splitReference } from './images';
import { pushMeter } from './push-progress';
import type { PushProgress } from './push-progress';

export interface ImagePush {
  /** Tag or id of an image of the engine. */
  readonly image: string;
  /** `host/repository:tag`, as the engine reaches it. */
  readonly reference: string;
  /** Goes along with the request alone; nothing keeps it. */
  readonly login: RegistryLogin | undefined;
  readonly onProgress?: (progress: PushProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Pushes an image and answers its digest. The image keeps the new tag, as after `docker push`; when the push fails, a tag
 * that was not there before goes again.
 */
export async function pushImage({ images }: DockerEngine, push: ImagePush): Promise<string> {
  const { image, reference, login, onProgress, signal } = push;
  const [repository, tag = 'latest'] = splitReference(reference);
  const before = await images.inspect(reference, signal);
  await images.tag(image, repository, tag);
  const meter = pushMeter();
  try {
    const report = (line: Parameters<typeof meter>[0]): void => {
      const progress = meter(line);
      onProgress?.(progress);
    };
    const digest = await images.push(reference, login, report, signal);
    if (digest === undefined) throw new Error(`The engine pushed ${reference} without saying its digest.`);
    return digest;
  } catch (error) {
    if (before === undefined) await images.remove(reference);
    else await images.tag(before.Id, repository, tag);
    signal.throwIfAborted();
    throw pushProblem(error, reference);
  }
}

/** What a registry or the engine said of a push, as a UserError where somebody can do something about it. */
export function pushProblem(error: unknown, reference: string): unknown {
  // The engine may be of another bundle, whose class is another one.
  if (!isNamed(error, 'EngineError') || !(error instanceof Error)) return error;
  const { message } = error;
  const problem = (what: string, remedy: string): UserError => new UserError(what, remedy, { cause: error });
  if (/immutable|already exists in the .* repository/i.test(message)) {
    return problem(
      `The repository keeps its tags, and “${reference}” is there already.`,
      'Push under another tag; SageMaker jobs that name the digest are not concerned.',
    );
  }
  if (/no basic auth|unauthorized|authentication required|authorization token has expired|denied/i.test(message)) {
    return problem(
      `The registry did not let the image in: ${message.trim()}.`,
      'The caller needs ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload, ecr:BatchCheckLayerAvailability and ecr:PutImage on the repository.',
    );
  }
  if (/does not exist|name unknown|repository .* not found/i.test(message)) {
    return problem(`There is no repository for “${reference}”.`, 'Create it, or correct the name.');
  }
  if (/no such host|connection refused|timeout|EOF|connection reset|TLS handshake/i.test(message)) {
    return problem(
      `The Docker Engine can’t reach the registry of “${reference}”: ${message.trim()}.`,
      'The engine, not this program, sends the image: look at its network and proxy settings. What was sent is not sent again.',
    );
  }
  return error;
}
