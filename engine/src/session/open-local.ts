import { buildEventText } from '../docker/build/event-text';
import type { Builder } from '../docker/build/builders';
import type { BuildEvent } from '../docker/build/events';
import { connectEngine, surroundings } from '../docker/connect';
import type { DockerEngine, RegistryLogin } from '../docker/engine';
import { STORAGE_LABEL, WINDOW_LABEL } from '../docker/labels';
import type { Owner } from '../docker/labels';
import { localProcesses, ownerState, thisOwner } from '../docker/owner';
import { reap, reapOwn } from '../docker/reap';
import { lazyS3Reader } from '../local/lazy-s3-reader';
import { localSageMaker } from '../local/local-sagemaker';
import type { LocalSageMaker } from '../local/local-sagemaker';
import { overlayPlanner } from '../local/planner';
import type { PlacedOverlay } from '../local/planner';
import type { S3Reader } from '../local/s3-reader';
import type { RequestKind } from '../requests/types';
import { buildPlanned } from './build-planned';
import { hostUser } from './host-user';
import { LOCAL_ACCOUNT, regionOf } from './job';
import { loginFor } from './registry-credentials';
import { hostOfSetting } from './setting-host';

export interface OpenOptions {
  /** Folder of jobs; see storageFolder. */
  readonly storage: string;
  /** Who takes up what a process left that died: terminals share one name, an editor's windows have one each. */
  readonly window: string;
  /** The overlay of a request that is about to be created. */
  readonly placed: (kind: RequestKind, name: string) => PlacedOverlay;
  /** Of a build that a run needs. */
  readonly onBuild: (image: string, event: BuildEvent, dockerfile: string | undefined) => void;
  readonly onPull: (image: string) => void;
  /** Once, as soon as an engine has answered. */
  readonly onConnected?: (engine: DockerEngine) => void;
  /** Each time that no engine was found. */
  readonly onUnreachable?: (error: unknown) => void;
  /** Where the engine listens: the editor’s setting. Undefined: as the environment says. */
  readonly dockerHost?: string | undefined;
  /** Who builds images; asked for each build. */
  readonly builder?: () => Builder;
  /** Opens S3, for data that neither the overlay nor an earlier job has; asked when an object is first needed. */
  readonly s3?: () => Promise<S3Reader>;
  /** Another login for an image, when none is kept on this machine: that of a connection to AWS. Undefined: it has none. */
  readonly login?: (image: string) => Promise<RegistryLogin | undefined>;
  readonly signal?: AbortSignal;
}

/** SageMaker on this machine, for one process. */
export interface LocalSession {
  readonly sagemaker: LocalSageMaker;
  /** Looks for the engine when it is first needed; after a failure, again. */
  readonly engine: () => Promise<DockerEngine>;
  /** Ends what this process started, and closes what it opened. */
  close(): Promise<void>;
}

/** Opens it. Nothing is connected yet. */
export async function openLocal(options: OpenOptions): Promise<LocalSession> {
  const { storage, window, signal } = options;
  const owner = await thisOwner(window);
  let docker: Promise<DockerEngine> | undefined;
  const connect = (): Promise<DockerEngine> => {
    docker ??= connected(window, options.dockerHost).then(
      (engine) => {
        options.onConnected?.(engine);
        return engine;
      },
      (error: unknown) => {
        docker = undefined;
        options.onUnreachable?.(error);
        throw error;
      },
    );
    return docker;
  };
  const sagemaker = localSageMaker({
    storage,
    engine: connect,
    planner: overlayPlanner(options.placed, { account: LOCAL_ACCOUNT, region: regionOf() }),
    owner,
    isDead: (other) => isDead(other, window),
    build: (image, note, stop) =>
      buildPlanned(connect, image, {
        signal: stop,
        ...(options.builder === undefined ? {} : { builder: options.builder() }),
        onEvent: (event) => {
          options.onBuild(image.local, event, image.build?.dockerfile);
          const text = buildEventText(event);
          if (text !== undefined) note(text);
        },
      }),
    login: async (image) => {
      options.onPull(image);
      return (await loginFor(image, signal)) ?? options.login?.(image);
    },
    ...(options.s3 === undefined ? {} : { s3: lazyS3Reader(options.s3) }),
    ...hostUser(),
  });
  return {
    sagemaker,
    engine: connect,
    close: async () => {
      try {
        await sagemaker.close();
      } finally {
        const opened = await docker?.catch(() => undefined);
        if (opened !== undefined) await endOwn(opened, owner);
      }
    },
  };
}

/** What could not be ended in the usual way is ended all the same. */
async function endOwn(engine: DockerEngine, owner: Owner): Promise<void> {
  try {
    await reapOwn(engine, owner);
  } finally {
    engine.close();
  }
}

/**
 * What processes of this window that died left behind is ended before something new begins, apart from jobs and
 * endpoints: they are taken up, or ended, by `reconcile`.
 */
async function connected(window: string, host: string | undefined): Promise<DockerEngine> {
  const docker = await connectEngine(undefined, surroundings(process.env, hostOfSetting(host)));
  await reap(docker, (labels) => labels[WINDOW_LABEL] !== window || labels[STORAGE_LABEL] !== undefined);
  return docker;
}

/** Jobs of another window are taken up by it when it is back. */
async function isDead(owner: Owner, window: string): Promise<boolean> {
  return owner.window === window && (await ownerState(owner, localProcesses())) === 'dead';
}
