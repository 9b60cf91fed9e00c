import type { DockerEngine, ImageInspectInfo, ImageSummary } from '../docker/engine';
import { BUILT_LABEL } from '../docker/labels';
import { isNamedByPeople } from '../session/image-names';
import { inParallel } from './in-parallel';

/** An image of this machine under one name that people gave it. */
export interface NamedImage {
  readonly tag: string;
  /** `sha256:…` */
  readonly id: string;
  /** When it got its name here, else when it was made; undefined: the engine knows neither. */
  readonly time: Date | undefined;
  /** Bytes, uncompressed, with what it shares with others. */
  readonly size: number;
  /** `amd64`; undefined: the image has gone meanwhile. */
  readonly architecture: string | undefined;
  /** Path of the Dockerfile, when a run of ours built it. */
  readonly dockerfile: string | undefined;
}

export interface NamedImages {
  /** Newest first. */
  readonly images: readonly NamedImage[];
  /** There are older ones. */
  readonly more: boolean;
}

/** Images that are looked at together. */
const AT_ONCE = 8;

/** The newest images of the engine that people named, at most `most` of them: a row for each name. */
export async function listNamed(engine: DockerEngine, most: number, signal?: AbortSignal): Promise<NamedImages> {
  const named = (await engine.images.list({}, signal))
    .flatMap((image) => image.tags.filter(isNamedByPeople).map((tag) => ({ tag, image })))
    .sort((a, b) => timeOf(b.image.created) - timeOf(a.image.created) || (a.tag < b.tag ? -1 : 1));
  const images = await inParallel(named.slice(0, most), AT_ONCE, async ({ tag, image }) => {
    signal?.throwIfAborted();
    return asNamed(tag, image, await engine.images.inspect(tag, signal));
  });
  const newest = [...images].sort((a, b) => timeOf(b.time) - timeOf(a.time) || (a.tag < b.tag ? -1 : 1));
  return { images: newest, more: named.length > images.length };
}

function asNamed(tag: string, image: ImageSummary, told: ImageInspectInfo | undefined): NamedImage {
  // A build that changes nothing but settings leaves the time of the base image.
  const tagged = new Date(told?.Metadata?.LastTagTime ?? 0);
  return {
    tag,
    id: image.id,
    time: tagged.getTime() > 0 ? tagged : image.created,
    size: image.size,
    architecture: told?.Architecture,
    dockerfile: image.labels[BUILT_LABEL],
  };
}

function timeOf(time: Date | undefined): number {
  return time?.getTime() ?? 0;
}
