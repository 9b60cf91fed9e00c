import type { DockerEngine } from '../docker/engine';
import { pullProblem } from '../docker/pull-problem';
import { pullProgress } from '../docker/pull-progress';
import type { Launch } from '../docker/start-problem';
import type { ContainerPlan, ImagePlan } from '../plan/types';
import type { LocalOptions } from './options';

/** What is started, for the sentences about what went wrong. */
export function launchOf(
  plan: ContainerPlan,
  platforms: Pick<Launch, 'imagePlatform' | 'enginePlatform'> = {},
): Launch {
  return {
    ...platforms,
    image: plan.image,
    word: (plan.entrypoint ?? plan.command)?.[0],
  };
}

/** The images of a job, and for which platform they are. */
export class Images {
  private readonly platforms = new Map<string, string>();
  private enginePlatform: string | undefined;

  constructor(
    private readonly engine: DockerEngine,
    private readonly options: Pick<LocalOptions, 'build' | 'login'>,
  ) {}

  /** Those that have to be pulled or built before a container can start. */
  async missing(images: readonly ImagePlan[], signal: AbortSignal): Promise<readonly ImagePlan[]> {
    const found = await Promise.all(images.map(({ local }) => this.engine.images.inspect(local, signal)));
    return images.filter(({ build }, index) => build !== undefined || found[index] === undefined);
  }

  /** Builds or pulls what is not here yet. */
  async fetch(images: readonly ImagePlan[], note: (line: string) => void, signal: AbortSignal): Promise<void> {
    for (const image of images) {
      signal.throwIfAborted();
      if (image.build === undefined) await this.pullUnlessHere(image, note, signal);
      else await this.options.build(image, note, signal);
    }
    await this.take(images, signal);
  }

  /** Takes those that are here as they are. */
  async take(images: readonly ImagePlan[], signal: AbortSignal): Promise<void> {
    for (const { local } of images) {
      const found = await this.engine.images.inspect(local, signal);
      if (found !== undefined) this.platforms.set(local, platformText(found.Os, found.Architecture));
    }
    const { OSType, Architecture } = await this.engine.info(signal);
    if (OSType !== undefined && Architecture !== undefined) this.enginePlatform = platformText(OSType, Architecture);
  }

  private async pullUnlessHere(image: ImagePlan, note: (line: string) => void, signal: AbortSignal): Promise<void> {
    if ((await this.engine.images.inspect(image.local, signal)) !== undefined) return;
    note(`pulling ${image.local}`);
    const progress = pullProgress((text) => {
      note(`pulling ${image.local}: ${text}`);
    });
    const login = await this.options.login?.(image.local);
    try {
      await this.engine.images.pull(image.local, { platform: image.platform, login }, progress, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw pullProblem(error, image.local);
    }
    note(`pulled ${image.local}`);
  }

  launch(plan: ContainerPlan): Launch {
    return launchOf(plan, { imagePlatform: this.platforms.get(plan.image), enginePlatform: this.enginePlatform });
  }
}

/** Images name processors as Go does, engines as Linux does. */
function platformText(os: string, architecture: string): string {
  const names: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };
  return `${os}/${names[architecture] ?? architecture}`;
}
