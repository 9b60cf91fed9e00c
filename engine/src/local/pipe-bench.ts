import { join } from 'node:path';
import type { DockerEngine, Labels } from '../docker/engine';
import type { StartedContainer } from '../docker/run';
import type { ContainerPlan, PipePlan } from '../plan/types';
import type { EngineMount } from './containers';
import type { Reach } from './data-places';
import { parentsOf, pipeChannels } from './pipe-channels';
import { sharesPipes } from './pipe-engine';
import type { PipePlace } from './pipe-place';
import { pipesInEngine } from './pipe-place-engine';
import { pipesHere } from './pipe-place-here';
import type { Volumes } from './volumes';

/** The pipes of a container that is being started. */
export interface HostPipes {
  readonly mounts: readonly EngineMount[];
  /** Throws when the container doesn't see them. */
  check(id: string, signal: AbortSignal): Promise<void>;
  /** Feeds them until the container ends. */
  feed(container: StartedContainer): void;
}

const NONE: HostPipes = { mounts: [], check: () => Promise.resolve(), feed: () => undefined };

/** The job, as far as its pipes need it. */
export interface PipeJob {
  readonly engine: DockerEngine;
  readonly reach: Reach;
  readonly volumes: Volumes;
  readonly labels: Labels;
  /** A folder for its time. */
  readonly scratch: string;
}

/** All channels in Pipe mode of a job. When the data of one can't be had, its container is stopped. */
export class PipeBench {
  private readonly over = new AbortController();
  private readonly feeding: Promise<void>[] = [];
  private readonly places: PipePlace[] = [];
  private problem: unknown;

  constructor(private readonly job: PipeJob) {}

  async prepare(plan: ContainerPlan, others: readonly EngineMount[], signal: AbortSignal): Promise<HostPipes> {
    const pipes = plan.mounts.filter((mount): mount is PipePlan => mount.type === 'pipe');
    if (pipes.length === 0) return NONE;
    const place = await this.place(pipes, plan, others, signal);
    this.places.push(place);
    const feed = await pipeChannels(pipes, place, this.job.reach, signal);
    return {
      mounts: place.mounts,
      check: async (id, until) => {
        for (const { target } of pipes) await place.check(id, target, until);
      },
      feed: (container) => {
        this.feeding.push(this.run(feed, container));
      },
    };
  }

  private async place(
    pipes: readonly PipePlan[],
    plan: ContainerPlan,
    others: readonly EngineMount[],
    signal: AbortSignal,
  ): Promise<PipePlace> {
    const { engine, volumes, labels, scratch } = this.job;
    const parents = parentsOf(pipes);
    if (await sharesPipes(engine, signal)) {
      const inside = { mounts: others, directories: plan.directories };
      return pipesHere(engine, parents, inside, join(scratch, plan.host, 'pipes'));
    }
    return pipesInEngine(engine, volumes, parents, { image: plan.image, labels, host: plan.host }, signal);
  }

  private async run(feed: (signal: AbortSignal) => Promise<void>, container: StartedContainer): Promise<void> {
    const ended = new AbortController();
    const end = (): void => {
      ended.abort();
    };
    container.ended.then(end, end);
    try {
      await feed(AbortSignal.any([this.over.signal, ended.signal]));
    } catch (error) {
      this.problem ??= error;
      // Whoever read it has found an end that is none: nothing it does from now on is right.
      await container.stop(0).catch(() => undefined);
    }
  }

  check(): void {
    const { problem } = this;
    if (problem !== undefined) throw problem instanceof Error ? problem : new Error('the data of a pipe failed');
  }

  async end(): Promise<void> {
    this.over.abort();
    await Promise.all(this.feeding);
    await Promise.all(this.places.map((place) => place.end()));
  }
}
