import { createHash, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { DockerEngine, Filters, Labels } from '../docker/engine';
import { JOB_LABEL, KIND_LABEL, OWNED_LABEL, labelsFor } from '../docker/labels';
import { startContainer } from '../docker/run';
import type { StartedContainer } from '../docker/run';
import type { Launch } from '../docker/start-problem';
import type { LogEvent } from '../docker/log-lines';
import type { ContainerPlan, ImagePlan, MountPlan, RunPlan } from '../plan/types';
import type { Kind } from '../sagemaker';
import { UserError } from '../user-error';
import { createOptions } from './containers';
import type { EngineMount } from './containers';
import type { LocalOptions } from './options';
import { packFiles } from './pack';
import { dataOf } from './sources';
import type { Data } from './sources';

/** On volumes that outlive their job; nobody's process owns them. */
export const KEPT_LABEL = 'com.sagemaker-containers.kept';

/** Which folder of jobs it belongs to: names are used again in another. */
export const STORAGE_LABEL = 'com.sagemaker-containers.storage';

const PREFIX = 'smc';

/** What the engine knows the folder by. */
export function storageId(storage: string): string {
  return createHash('sha256').update(resolve(storage)).digest('hex').slice(0, 16);
}

export interface StartHooks {
  ready(): Promise<void>;
  onLine(line: LogEvent): void;
  onNote(note: string): void;
}

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

/** What a job has in the engine: all of it is labelled, and all of it goes by `clear`. */
export class Workbench {
  private readonly labels: Labels;
  private readonly volumes = new Map<string, Promise<string>>();
  private readonly ownVolumes: string[] = [];
  private readonly run = randomBytes(4).toString('hex');
  private readonly containers: StartedContainer[] = [];
  private readonly imagePlatforms = new Map<string, string>();
  private enginePlatform: string | undefined;
  private adopted = false;
  private network: string | undefined;
  private networkId: string | undefined;

  constructor(
    readonly engine: DockerEngine,
    private readonly options: LocalOptions,
    private readonly kind: Kind,
    private readonly plan: RunPlan,
    private readonly findS3: (uri: string) => Promise<string | undefined>,
  ) {
    const storage = { [STORAGE_LABEL]: storageId(options.storage) };
    this.labels = { ...labelsFor(options.owner, { kind, job: plan.name }), ...storage };
  }

  /** Builds or pulls what is not here yet. */
  async fetchImages(note: (line: string) => void, signal: AbortSignal): Promise<void> {
    for (const image of this.plan.images) {
      signal.throwIfAborted();
      if (image.build === undefined) await this.pullUnlessHere(image, note, signal);
      else await this.options.build(image, note, signal);
      const found = await this.engine.images.inspect(image.local, signal);
      if (found !== undefined) this.imagePlatforms.set(image.local, platformText(found.Os, found.Architecture));
    }
    const { OSType, Architecture } = await this.engine.info(signal);
    if (OSType !== undefined && Architecture !== undefined) this.enginePlatform = platformText(OSType, Architecture);
  }

  private async pullUnlessHere(image: ImagePlan, note: (line: string) => void, signal: AbortSignal): Promise<void> {
    if ((await this.engine.images.inspect(image.local, signal)) !== undefined) return;
    note(`pulling ${image.local}`);
    const login = await this.options.login?.(image.local);
    await this.engine.images.pull(image.local, { platform: image.platform, login }, undefined, signal);
  }

  launch(plan: ContainerPlan): Launch {
    const { enginePlatform } = this;
    return launchOf(plan, { imagePlatform: this.imagePlatforms.get(plan.image), enginePlatform });
  }

  async makeNetwork(): Promise<void> {
    const { network } = this.plan;
    if (network === undefined) return;
    if (network.host === true) this.network = 'host';
    else {
      const name = `${PREFIX}-${clean(network.label)}-${this.run}`;
      this.networkId = await this.engine.networks.create({ name, internal: network.internal, labels: this.labels });
      this.network = name;
    }
  }

  /** Starts the container with everything in it. `ready` is awaited between its making and its start. */
  async start(plan: ContainerPlan, hooks: StartHooks, signal: AbortSignal): Promise<StartedContainer> {
    const mounts: EngineMount[] = [];
    for (const mount of plan.mounts) mounts.push(...(await this.mountOf(mount, plan, signal)));
    const name = `${PREFIX}-${clean(this.plan.name)}-${clean(plan.host)}-${this.run}`;
    const around = { name, labels: this.labels, mounts, network: this.network, hostUser: this.options.hostUser };
    // Nothing can be written below a mount that is read-only; it is there anyhow.
    const readOnly = new Set(mounts.filter((mount) => mount.ReadOnly === true).map((mount) => mount.Target));
    const directories = plan.directories.filter((directory) => !readOnly.has(directory));
    const archive = await packFiles(directories, plan.files);
    const run = {
      options: createOptions(plan, around),
      host: plan.host,
      owner: this.options.owner,
      purpose: { kind: this.kind, job: this.plan.name },
      launch: this.launch(plan),
      stopGraceSeconds: this.options.stopGraceSeconds ?? this.plan.stopGraceSeconds,
    };
    const prepare = async (id: string): Promise<void> => {
      await this.engine.containers.putArchive(id, '/', archive, signal);
      await hooks.ready();
    };
    const container = await startContainer(this.engine, run, { ...hooks, prepare }, signal);
    this.containers.push(container);
    return container;
  }

  private async mountOf(mount: MountPlan, plan: ContainerPlan, signal: AbortSignal): Promise<readonly EngineMount[]> {
    switch (mount.type) {
      case 'volume':
        return [this.volumeMount(await this.volume(mount.label, mount.kept === true), mount.target, mount.readOnly)];
      case 'bind':
        return [await this.dataMount(await dataOf(mount), mount, plan, signal)];
      case 's3': {
        const source = (await this.findS3(mount.uri)) ?? (await this.options.fetchS3?.(mount, signal));
        if (source === undefined) throw outOfReach(mount.uri);
        const { target, readOnly } = mount;
        const bind = {
          type: 'bind' as const,
          source,
          target,
          readOnly,
          ...(mount.unpack === undefined ? {} : { unpack: mount.unpack }),
        };
        return [await this.dataMount(await dataOf(bind), bind, plan, signal)];
      }
      case 'pipe':
        throw new UserError(
          `The channel at ${mount.target} is in Pipe mode, which does not run on this machine yet.`,
          'Set `TrainingInputMode` (or the channel’s `InputMode`) to `FastFile` or `File`.',
        );
    }
  }

  private async dataMount(
    data: Data,
    mount: { readonly target: string; readonly readOnly: boolean },
    plan: ContainerPlan,
    signal: AbortSignal,
  ): Promise<EngineMount> {
    if (data.kind === 'bind') {
      return { Type: 'bind', Source: data.source, Target: data.target, ReadOnly: mount.readOnly };
    }
    const volume = await this.volume(`${plan.host}${mount.target}`, false);
    const { id } = await this.engine.containers.create(
      {
        Image: plan.image,
        // Never started: it only lends the volume to the archive.
        Entrypoint: ['true'],
        Labels: this.labels,
        HostConfig: { Mounts: [this.volumeMount(volume, mount.target, false)] },
      },
      signal,
    );
    try {
      await this.engine.containers.putArchive(id, mount.target, await data.open(signal), signal);
    } finally {
      await this.engine.containers.remove(id);
    }
    return this.volumeMount(volume, mount.target, mount.readOnly);
  }

  private volumeMount(name: string, target: string, readOnly: boolean): EngineMount {
    return {
      Type: 'volume',
      Source: name,
      Target: target,
      ReadOnly: readOnly,
      // What the image has there is hidden, as on SageMaker.
      VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
    };
  }

  /** One volume for each label, also when several containers ask at once. */
  private volume(label: string, kept: boolean): Promise<string> {
    const volume = this.volumes.get(label) ?? this.makeVolume(label, kept);
    this.volumes.set(label, volume);
    return volume;
  }

  private async makeVolume(label: string, kept: boolean): Promise<string> {
    const hash = createHash('sha256').update(label).digest('hex').slice(0, 12);
    const wanted = kept ? `${PREFIX}-kept-${hash}` : `${PREFIX}-${clean(this.plan.name)}-${this.run}-${hash}`;
    const name = await this.engine.volumes.create({
      name: wanted,
      labels: kept ? { [KEPT_LABEL]: label } : this.labels,
    });
    if (!kept) this.ownVolumes.push(name);
    return name;
  }

  /** Takes over what a process that died has made of this job. */
  adopt(): void {
    this.adopted = true;
  }

  /** Removes what was made here, apart from what is kept for the next job. Safe to call again. */
  async clear(): Promise<void> {
    await Promise.all(this.containers.map((container) => container.remove()));
    // A container that is being removed still holds its volumes and network for a moment.
    const { networkId } = this;
    if (networkId !== undefined) await retried(() => this.engine.networks.remove(networkId));
    for (const name of this.ownVolumes) await retried(() => this.engine.volumes.remove(name));
    if (this.adopted) await clearJob(this.engine, this.options.storage, this.kind, this.plan.name);
  }
}

/** Removes all containers, networks and volumes of a job, apart from those that are kept for the next. */
export async function clearJob(engine: DockerEngine, storage: string, kind: Kind, name: string): Promise<void> {
  const filters = jobFilter(storage, kind, name);
  const containers = await engine.containers.list(filters);
  await Promise.all(containers.map(({ id }) => engine.containers.remove(id)));
  for (const { id } of await engine.networks.list(filters)) await retried(() => engine.networks.remove(id));
  for (const volume of await engine.volumes.list(filters)) await retried(() => engine.volumes.remove(volume.name));
}

const ATTEMPTS = 5;
const PAUSE_MS = 200;

async function retried(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

export function jobFilter(storage: string, kind: Kind, name: string): Filters {
  const labels = {
    [OWNED_LABEL]: 'true',
    [STORAGE_LABEL]: storageId(storage),
    [KIND_LABEL]: kind,
    [JOB_LABEL]: name,
  };
  return { label: Object.entries(labels).map(([label, value]) => `${label}=${value}`) };
}

/** Images name processors as Go does, engines as Linux does. */
function platformText(os: string, architecture: string): string {
  const names: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };
  return `${os}/${names[architecture] ?? architecture}`;
}

function clean(text: string): string {
  return text.replace(/[^a-zA-Z0-9_.-]/g, '-').slice(0, 40);
}

function outOfReach(uri: string): UserError {
  return new UserError(
    `“${uri}” can’t be read here: no folder stands for it, and there is no connection to AWS.`,
    'Name a folder for it in the overlay: `"s3": {"' + uri + '": "./data"}`.',
  );
}
