import { needsOf } from '../aws/launch-needs';
import { repositoryDigests } from '../docker/images';
import type { ImagePlan } from '../plan/types';
import { fromDescription } from '../requests/from-description';
import type { Description } from '../requests/from-description';
import { parseRequest } from '../requests/parse-request';

/** References → what they name: `sha256:…`. */
export type ImageDigests = Readonly<Record<string, string>>;

/** The part of an engine's images that is needed here. */
export interface Inspector {
  inspect(reference: string, signal?: AbortSignal): Promise<InspectedImage | undefined>;
}

interface InspectedImage {
  readonly Id: string;
}

/** The images that a job or endpoint asked for, each once. */
export function describedImages(description: Description): readonly string[] {
  const text = JSON.stringify(fromDescription(description));
  const { document } = parseRequest(text, `described.${description.kind}.json`);
  return document === undefined ? [] : [...new Set(needsOf(document).images.map(({ uri }) => uri))];
}

/** What these images are; those of which nothing is known, or that can’t be asked for, are left out. */
export async function digestsOf(
  images: readonly string[],
  ask: (image: string) => Promise<string | undefined>,
): Promise<ImageDigests> {
  const found = await Promise.all(
    images.map(async (image) => [image, await ask(image).catch(() => undefined)] as const),
  );
  return Object.fromEntries(found.flatMap(([image, digest]) => (digest === undefined ? [] : [[image, digest]])));
}

/**
 * What an image of a request is on this machine: the digest under which a registry knows it, else its id. `planned`: what
 * the job ran in its place. Undefined: it is not here any more.
 */
export async function localDigest(
  images: Inspector,
  planned: readonly Pick<ImagePlan, 'requested' | 'local'>[],
  image: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const local = planned.find(({ requested }) => requested === image)?.local ?? image;
  const found = await images.inspect(local, signal);
  if (found === undefined) return undefined;
  const [known] = repositoryDigests(found);
  return known?.slice(known.indexOf('@') + 1) ?? found.Id;
}
