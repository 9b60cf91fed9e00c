import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withJoinedEnvironment } from '../debug/joined-environment';
import type { DockerEngine, Labels } from '../docker/engine';
import { STORAGE_LABEL, labelsFor } from '../docker/labels';
import { startContainer } from '../docker/run';
import type { StartedContainer } from '../docker/run';
import type { Launch } from '../docker/start-problem';
import type { LogEvent } from '../docker/log-lines';
import type { ContainerPlan, RunPlan } from '../plan/types';
import type { Kind } from '../sagemaker';
import { Carrier } from './carrier';
import { createOptions } from './containers';
import type { EngineMount } from './containers';
import type { Reach } from './data-places';
import { Images } from './images';
import { clearJob, scratchFolder, storageId } from './job-things';
import { Mounts } from './mounts';
import { openS3Store } from './open-s3-store';
import type { LocalOptions } from './options';
import { packFiles } from './pack';
import { PipeBench } from './pipe-bench';
import { replaceFiles } from './replace-files';
import type { ReplacedFile } from './replace-files';
import { retried } from './retried';
import { Store } from './store';
import { toMake } from './to-make';
import { Volumes } from './volumes';

const PREFIX = 'smc';

export interface StartHooks {
  ready(): Promise<void>;
  onLine(line: LogEvent): void;
  onNote(note: string): void;
}

/** What a job has in the engine and on disk for its time: all of it is labelled or in its folder, and goes by `clear`. */
export class Workbench {
  /** The folder of all jobs. */
  protected readonly storage: string;
  /** What a job can read. */
  readonly reach: Reach;
  private readonly labels: Labels;
  private readonly run = randomBytes(4).toString('hex');
  private readonly containers: StartedContainer[] = [];
  private readonly images: Images;
  private readonly volumes: Volumes;
  private readonly mounts: Mounts;
  private readonly carrier: Carrier;
  private readonly pipes: PipeBench;
  private readonly scratch: string;
  private adopted = false;
  private replaced: readonly ReplacedFile[] | undefined;
  private network: string | undefined;
  private networkId: string | undefined;

  constructor(
    readonly engine: DockerEngine,
    private readonly options: LocalOptions,
    private readonly kind: Kind,
    private readonly plan: RunPlan,
    findUpload: (uri: string) => Promise<string | undefined>,
  ) {
    this.storage = options.storage;
    const storage = { [STORAGE_LABEL]: storageId(options.storage) };
    this.labels = { ...labelsFor(options.owner, { kind, job: plan.name }), ...storage };
    this.images = new Images(engine, options);
    this.volumes = new Volumes(engine, this.labels, `${PREFIX}-${clean(plan.name)}-${this.run}`);
    this.scratch = join(scratchFolder(options.storage, kind, plan.name), this.run);
    this.reach = { upload: findUpload, s3: openS3Store(options) };
    this.mounts = new Mounts(this.volumes, this.reach, this.scratch);
    this.carrier = new Carrier(engine, this.volumes, new Store(options.storage).folder(kind, plan.name));
    const { labels, reach, scratch, volumes } = this;
    this.pipes = new PipeBench({ engine, labels, reach, scratch, volumes });
  }

  /** Whether an image has to be built or pulled first. */
  async lacksImages(signal: AbortSignal): Promise<boolean> {
    return (await this.images.missing(this.plan.images, signal)).length > 0;
  }

  /** Builds or pulls what is not here yet. */
  async fetchImages(note: (line: string) => void, signal: AbortSignal): Promise<void> {
    if (this.replaced === undefined) await this.images.fetch(this.plan.images, note, signal);
    else await this.images.take(this.plan.images, signal);
  }

  /** Images are taken as they are, with these files in place of theirs. */
  renew(files: readonly ReplacedFile[]): void {
    this.replaced = files;
  }

  launch(plan: ContainerPlan): Launch {
    return this.images.launch(plan);
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
    const others: EngineMount[] = [];
    for (const mount of plan.mounts) {
      const made = await this.mounts.of(
        mount,
        plan,
        (line) => {
          hooks.onNote(line);
        },
        signal,
      );
      if (made !== undefined) others.push(made);
    }
    const pipes = await this.pipes.prepare(plan, others, signal);
    const carried = await this.carrier.carry(others, plan, signal);
    const mounts = [...pipes.mounts, ...carried.mounts];
    const name = `${PREFIX}-${clean(this.plan.name)}-${clean(plan.host)}-${this.run}`;
    const around = { name, labels: this.labels, mounts, network: this.network, hostUser: this.options.hostUser };
    const archive = await packFiles(toMake(plan.directories, others, pipes.mounts), plan.files);
    const run = {
      options: createOptions(await this.joined(plan, signal), around),
      host: plan.host,
      owner: this.options.owner,
      purpose: { kind: this.kind, job: this.plan.name },
      launch: this.launch(plan),
      stopGraceSeconds: this.options.stopGraceSeconds ?? this.plan.stopGraceSeconds,
    };
    const prepare = async (id: string): Promise<void> => {
      await this.engine.containers.putArchive(id, '/', archive, signal);
      await carried.put(id);
      await replaceFiles(this.engine, { id, plan }, this.replaced ?? [], signal);
      await pipes.check(id, signal);
      await hooks.ready();
    };
    const container = await startContainer(this.engine, run, { ...hooks, prepare }, signal);
    this.containers.push(container);
    pipes.feed(container);
    return container;
  }

  private async joined(plan: ContainerPlan, signal: AbortSignal): Promise<ContainerPlan> {
    if (plan.joinedEnvironment === undefined) return plan;
    const image = await this.engine.images.inspect(plan.image, signal);
    return withJoinedEnvironment(plan, image?.Config.Env ?? []);
  }

  /** Throws when the data of a channel in Pipe mode could not be had, for which its container was stopped. */
  checkPipes(): void {
    this.pipes.check();
  }

  /** Takes over what a process that died has made of this job. */
  adopt(): void {
    this.adopted = true;
  }

  /** Removes what was made here, apart from what is kept for the next job. Safe to call again. */
  async clear(): Promise<void> {
    await this.pipes.end();
    try {
      await this.carrier.bringBack();
    } finally {
      await this.remove();
    }
  }

  private async remove(): Promise<void> {
    await Promise.all(this.containers.map((container) => container.remove()));
    const { networkId } = this;
    if (networkId !== undefined) await retried(() => this.engine.networks.remove(networkId));
    await this.volumes.clear();
    await fs.rm(this.scratch, { recursive: true, force: true });
    // Others of the same name may have theirs in it: an endpoint that is updated has two for a while.
    await fs.rmdir(dirname(this.scratch)).catch(() => undefined);
    if (this.adopted) await clearJob(this.engine, this.options.storage, this.kind, this.plan.name);
  }
}

function clean(text: string): string {
  return text.replace(/[^a-zA-Z0-9_.-]/g, '-').slice(0, 40);
}
