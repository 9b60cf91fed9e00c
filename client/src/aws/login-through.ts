import type { RegistryLogin } from '../../../engine/src/docker/engine';
import { readError } from '../show-error';
import type { AwsRoots } from './aws-roots';
import { loadAws } from './load-aws';

/**
 * The login of a connection in an image's region, so that what runs at AWS runs on this machine without a `docker login`.
 * Undefined: the image is not in ECR, or no connection has one. `warn`: why one could not be had.
 */
export function loginThrough(
  roots: AwsRoots,
  warn: (text: string) => void,
): (image: string) => Promise<RegistryLogin | undefined> {
  return async (image) => {
    // AWS's bundle is not loaded for images of elsewhere.
    if (!/^\d{12}\.dkr[.-]ecr\b/.test(image)) return undefined;
    const aws = await loadAws();
    for (const root of roots.all) {
      try {
        const { session } = await root.open();
        const login = await aws.loginForImage(session, image, new AbortController().signal);
        if (login !== undefined) return login;
      } catch (error) {
        warn(readError(error).message);
      }
    }
    return undefined;
  };
}
