import type { Reaped } from '../docker/reap';
import type { ImagePlan } from '../plan/types';
import type { Kind, SageMaker } from '../sagemaker';
import { Desk } from './desk';
import { EndpointDesk } from './endpoint-desk';
import type { BidirectionalInvocation } from './invoke-bidirectional';
import { JobDesk } from './job-desk';
import { logLines } from './logs';
import type { LocalOptions } from './options';
import { Orphans } from './orphans';
import type { ReplacedFile } from './replace-files';
import { endpoints } from './sagemaker/endpoints';
import { models } from './sagemaker/models';
import { processingJobs } from './sagemaker/processing-jobs';
import { runtime } from './sagemaker/runtime';
import { trainingJobs } from './sagemaker/training-jobs';
import { transformJobs } from './sagemaker/transform-jobs';
import type { WebSocketMessage } from './web-socket';

/** SageMaker on this machine, with what only a machine of one's own can do. */
export interface LocalSageMaker extends SageMaker {
  /** At AWS it is a protocol of its own: HTTP/2 with event streams. */
  invokeEndpointWithBidirectionalStream(
    name: string,
    invocation: BidirectionalInvocation,
    signal: AbortSignal,
  ): AsyncIterable<WebSocketMessage>;
  /**
   * Starts the containers of an endpoint anew, of the images as they are: nothing is built or pulled. `files` take the place
   * of what the images have. Resolves when the new containers serve. When they don’t get so, or the signal comes first, it
   * rejects and what served still does; an error named NeedsBuild: these files can’t be replaced, only built in.
   */
  renewEndpoint(name: string, files: readonly ReplacedFile[], signal?: AbortSignal): Promise<void>;
  /** Waits until this process has nothing more to do for the job, or until the endpoint serves or has failed. */
  settled(kind: Kind, name: string): Promise<void>;
  /** The images of a request, and what ran in their place. */
  plannedImages(kind: Kind, name: string): Promise<readonly ImagePlan[]>;
  /** Takes up what processes that died have left, and ends what cannot be taken up. To be called once at the start. */
  reconcile(): Promise<Reaped>;
  /**
   * For lists: jobs and endpoints whose process died, and whose containers are gone, have failed. Nothing is taken up.
   * Gives up when the engine does not answer in time: without it nobody knows.
   */
  failLostJobs(milliseconds: number): Promise<void>;
  /** Ends all that this process runs: jobs are stopped, endpoints deleted. */
  close(): Promise<void>;
}

/** Opens it. The signal of a create call stops the job as long as it runs; of an endpoint, until it serves. */
export function localSageMaker(options: LocalOptions): LocalSageMaker {
  const desk = new Desk(options);
  const jobs = new JobDesk(desk);
  const here = new EndpointDesk(desk);
  const orphans = new Orphans(desk, jobs, here);
  return {
    ...trainingJobs(desk, jobs),
    ...processingJobs(desk, jobs),
    ...transformJobs(desk, jobs),
    ...models(desk, here.requests),
    ...endpoints(desk, here),
    ...runtime(here),
    invokeEndpointWithBidirectionalStream: (name, invocation, signal) =>
      here.invoker.bothWays(name, invocation, signal),
    renewEndpoint: (name, files, signal) => here.renew(name, files, signal),
    watch: (signal) => desk.store.changes.follow(signal),
    logs: (kind, name, signal = new AbortController().signal) => logLines(desk, kind, name, signal),
    settled: (kind, name) => (kind === 'endpoint' ? here.settled(name) : jobs.settled(kind, name)),
    plannedImages: async (kind, name) => (await desk.plan(await desk.store.get(kind, name))).images,
    reconcile: () => orphans.reconcile(),
    failLostJobs: (milliseconds) => orphans.failLost(milliseconds),
    close: async () => {
      await Promise.all([jobs.close(), here.close()]);
    },
  };
}
