import { existsSync } from 'node:fs';
import type { DockerEngine } from '../docker/engine';
import { HOST_LABEL } from '../docker/labels';
import type { Owner } from '../docker/labels';
import { localProcesses, ownerState } from '../docker/owner';
import { listStarted } from '../docker/list-started';
import { followContainer } from '../docker/run';
import type { RunPlan } from '../plan/types';
import type { Kind } from '../sagemaker';
import { validationException } from '../named-errors';
import type { HostLogs, RunningHost } from './hosts';
import { jobFilter } from './job-things';
import { countLines, logFile } from './log-lines';
import type { LocalOptions } from './options';
import { JOB_KINDS } from './state';
import type { State } from './state';
import { Store } from './store';
import { Workbench } from './workbench';

/** What jobs and endpoints share: the folder, the engine, and how to find things again. */
export class Desk {
  readonly store: Store;

  constructor(readonly options: LocalOptions) {
    this.store = new Store(options.storage);
  }

  engine(): Promise<DockerEngine> {
    return this.options.engine();
  }

  /** Seconds between SIGTERM and SIGKILL. */
  graceSeconds(plan: RunPlan): number {
    return this.options.stopGraceSeconds ?? plan.stopGraceSeconds;
  }

  async bench(kind: Kind, plan: RunPlan): Promise<Workbench> {
    return new Workbench(await this.engine(), this.options, kind, plan, (uri) => this.findUpload(uri));
  }

  isDead(owner: Owner): Promise<boolean> {
    if (this.options.isDead !== undefined) return this.options.isDead(owner);
    return ownerState(owner, localProcesses()).then((state) => state === 'dead');
  }

  /** What it does on this machine. Throws when that can't be read any more. */
  async plan(state: State): Promise<RunPlan> {
    return (await this.store.read(state.kind, state.name, 'plan.json')) as RunPlan;
  }

  /** The same for those who end things: undefined when it can't be read any more. */
  async planIfWhole(state: State): Promise<RunPlan | undefined> {
    return (await this.store.readIfWhole(state.kind, state.name, 'plan.json')) as RunPlan | undefined;
  }

  /** What a job of this machine left at an S3 URI, as if it had been uploaded. */
  private async findUpload(uri: string): Promise<string | undefined> {
    for (const kind of JOB_KINDS) {
      for (const { uploads } of await this.store.list(kind)) {
        const path = uploads[uri] ?? uploads[uri.replace(/\/$/, '')];
        if (path !== undefined && existsSync(path)) return path;
      }
    }
    return undefined;
  }

  /**
   * Throws when a member of the request can't be done here at all. Data at an S3 URI that a job of this machine has
   * written can be had, which the plan doesn't know.
   */
  async refuseIfNeeded(plan: RunPlan, request: unknown): Promise<void> {
    const refused: string[] = [];
    for (const { level, pointer, note } of plan.fidelity) {
      if (level !== 'refused') continue;
      const value = memberAt(request, pointer);
      if (typeof value === 'string' && (await this.findUpload(value)) !== undefined) continue;
      refused.push(`${pointer}: ${note}`);
    }
    if (refused.length === 0) return;
    throw validationException(
      `This request can’t run on this machine: ${refused.join('; ')}`,
      'Do what is said there, leave these members out for the local run, or run it at AWS.',
    );
  }

  /**
   * The containers that a dead process left of a job, one for each host of its plan, followed from where the logs end.
   * Undefined: some of them are gone, or were never started, or their pipes ended with the process that fed them, or the
   * plan can't be read any more.
   */
  async leftHosts(
    state: State & { readonly kind: Kind },
    plan: RunPlan | undefined,
  ): Promise<((logs: HostLogs) => Promise<readonly RunningHost[]>) | undefined> {
    if (plan === undefined) return undefined;
    if (plan.containers.some(({ mounts }) => mounts.some(({ type }) => type === 'pipe'))) return undefined;
    const engine = await this.engine();
    const started = await listStarted(engine, jobFilter(this.options.storage, state.kind, state.name));
    const pairs = plan.containers.map((container) => ({
      container,
      id: started.find(({ labels }) => labels[HOST_LABEL] === container.host)?.id,
    }));
    if (pairs.some(({ id }) => id === undefined)) return undefined;
    const folder = this.store.folder(state.kind, state.name);
    return (logs) =>
      Promise.all(
        pairs.map(async ({ container, id = '' }): Promise<RunningHost> => {
          const seen = await countLines(logFile(folder, container.host));
          const run = { host: container.host, stopGraceSeconds: this.graceSeconds(plan) };
          const onLine = logs.hook(container.host);
          return { plan: container, container: followContainer(engine, id, run, { onLine }, seen) };
        }),
      );
  }
}

/** The member at a JSON pointer. */
function memberAt(document: unknown, pointer: string): unknown {
  let at = document;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return at;
}
