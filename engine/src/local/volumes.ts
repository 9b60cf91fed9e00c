import { createHash } from 'node:crypto';
import type { DockerEngine, Labels } from '../docker/engine';
import type { ByteSource } from '../docker/engine';
import { KEPT_LABEL } from '../docker/labels';
import type { EngineMount } from './containers';
import { KEPT_PREFIX } from './kept-volumes';
import { retried } from './retried';

/** The volumes of one job. Those that it keeps for the next are not removed with it. */
export class Volumes {
  private readonly made = new Map<string, Promise<string>>();
  private readonly own: string[] = [];

  constructor(
    private readonly engine: DockerEngine,
    private readonly labels: Labels,
    private readonly prefix: string,
  ) {}

  /** One volume for each label, also when several containers ask at once. `fill` is called when it is new to the job. */
  get(label: string, kept: boolean, fill: (volume: string) => Promise<void> = () => Promise.resolve()) {
    const volume = this.made.get(label) ?? this.make(label, kept, fill);
    this.made.set(label, volume);
    return volume;
  }

  private async make(label: string, kept: boolean, fill: (volume: string) => Promise<void>): Promise<string> {
    const hash = createHash('sha256').update(label).digest('hex').slice(0, 12);
    const name = await this.engine.volumes.create({
      name: `${kept ? KEPT_PREFIX : this.prefix}-${hash}`,
      labels: kept ? { [KEPT_LABEL]: label } : this.labels,
    });
    if (!kept) this.own.push(name);
    await fill(name);
    return name;
  }

  /** Unpacks a tar into a volume, by a container of the image that is never started: it only lends the volume. */
  async load(image: string, volume: string, target: string, archive: ByteSource, signal: AbortSignal): Promise<void> {
    const { id } = await this.engine.containers.create(
      {
        Image: image,
        Entrypoint: ['true'],
        Labels: { ...this.labels },
        HostConfig: { Mounts: [volumeMount(volume, target, false)] },
      },
      signal,
    );
    try {
      await this.engine.containers.putArchive(id, target, archive, signal);
    } finally {
      await this.engine.containers.remove(id);
    }
  }

  async clear(): Promise<void> {
    for (const name of this.own) await retried(() => this.engine.volumes.remove(name));
  }
}

/** A volume in the engine’s own words. */
export function volumeMount(name: string, target: string, readOnly: boolean): EngineMount {
  return {
    Type: 'volume',
    Source: name,
    Target: target,
    ReadOnly: readOnly,
    // What the image has there is hidden, as on SageMaker.
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
  };
}
