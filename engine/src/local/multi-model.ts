import { createHash } from 'node:crypto';
import type { DockerEngine } from '../docker/engine';
import { ModelError, validationException } from '../named-errors';
import type { ServingPlan } from '../plan/types';
import { notReady } from './invoke-check';
import { archiveOf, unpackModel } from './multi-model-archives';
import { invokePath, isLoaded, loadedModels, loadModel, unloadModel } from './multi-model-api';
import type { S3Store } from './s3-store';
import type { HostState } from './state';

/** Attempts to make room, or to load again what the container has dropped by itself. */
const MOST_ATTEMPTS = 20;

interface Loaded {
  /** Counts up with every use of any model. */
  lastUsed: number;
  users: number;
}

/** The models that this process has asked the containers for: loaded when first asked for, the least recently used go first. */
export class MultiModel {
  private readonly hosts = new Map<string, Map<string, Loaded>>();
  private readonly loading = new Map<string, Promise<void>>();
  private readonly unpacked = new Set<string>();
  private clock = 0;

  constructor(
    private readonly engine: () => Promise<DockerEngine>,
    private readonly s3: S3Store | undefined,
  ) {}

  /**
   * Acts with the path by which the model is invoked, once the container has it loaded. When the container answers 507,
   * another model is unloaded and it is tried again, as SageMaker does (MME-05).
   */
  async invoke<T>(
    serving: ServingPlan,
    host: HostState,
    target: string | undefined,
    signal: AbortSignal,
    act: (path: string) => Promise<T>,
  ): Promise<T> {
    if (target === undefined) {
      throw validationException(
        'A multi-model endpoint is invoked with TargetModel.',
        'Name the archive below the endpoint’s model prefix: `first.tar.gz`.',
      );
    }
    const archive = await archiveOf(serving, target, this.s3, signal);
    const model = createHash('sha256').update(target).digest('hex').slice(0, 32);
    const mine = this.use(host, model);
    try {
      for (let attempt = 1; ; attempt += 1) {
        signal.throwIfAborted();
        await this.loaded(host, model, target, archive);
        try {
          return await act(invokePath(model));
        } catch (error) {
          if (!(error instanceof ModelError) || attempt === MOST_ATTEMPTS) throw error;
          if (!(await this.helped(host, model, error))) throw error;
        }
      }
    } finally {
      mine.users -= 1;
      if (serving.models?.cached === false && mine.users === 0) await this.unload(host, model).catch(() => undefined);
    }
  }

  /** Whether something was done after which it makes sense to ask again. */
  private async helped(host: HostState, model: string, error: ModelError): Promise<boolean> {
    if (error.OriginalStatusCode === 507) return this.makeRoom(host, model);
    if (error.OriginalStatusCode !== 404 || (await isLoaded(host, model))) return false;
    // The container has dropped it by itself.
    this.loading.delete(keyOf(host, model));
    return true;
  }

  private use(host: HostState, model: string): Loaded {
    const models = this.modelsOf(host);
    const found = models.get(model) ?? { lastUsed: 0, users: 0 };
    this.clock += 1;
    found.lastUsed = this.clock;
    found.users += 1;
    models.set(model, found);
    return found;
  }

  /** One load at a time for a model, however many ask for it; it is remembered until the model is unloaded. */
  private async loaded(host: HostState, model: string, target: string, archive: string): Promise<void> {
    const key = keyOf(host, model);
    const load = this.loading.get(key) ?? this.load(host, model, target, archive);
    this.loading.set(key, load);
    try {
      await load;
    } catch (error) {
      if (this.loading.get(key) === load) this.loading.delete(key);
      throw error;
    }
  }

  private async load(host: HostState, model: string, target: string, archive: string): Promise<void> {
    if (await isLoaded(host, model)) return;
    const key = keyOf(host, model);
    if (!this.unpacked.has(key)) await unpackModel(await this.engine(), host, archive, model);
    this.unpacked.add(key);
    for (let attempt = 1; !(await loadModel(host, model, target)); attempt += 1) {
      if (attempt < MOST_ATTEMPTS && (await this.makeRoom(host, model))) continue;
      throw notReady(target, `${host.host} has no memory for it (507), and no other model can be unloaded`);
    }
  }

  /** Unloads the model whose last use is longest ago; those that this process does not know were used before all others. */
  private async makeRoom(host: HostState, wanted: string): Promise<boolean> {
    const known = this.modelsOf(host);
    const idle = (await loadedModels(host))
      .filter((model) => model !== wanted && (known.get(model)?.users ?? 0) === 0)
      .sort((a, b) => (known.get(a)?.lastUsed ?? 0) - (known.get(b)?.lastUsed ?? 0));
    const [oldest] = idle;
    if (oldest === undefined) return false;
    await this.unload(host, oldest);
    return true;
  }

  private async unload(host: HostState, model: string): Promise<void> {
    this.modelsOf(host).delete(model);
    this.loading.delete(keyOf(host, model));
    await unloadModel(host, model);
  }

  private modelsOf(host: HostState): Map<string, Loaded> {
    const models = this.hosts.get(host.container) ?? new Map<string, Loaded>();
    this.hosts.set(host.container, models);
    return models;
  }
}

function keyOf(host: HostState, model: string): string {
  return `${host.container}/${model}`;
}
