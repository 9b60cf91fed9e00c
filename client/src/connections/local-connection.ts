import { resolve } from 'node:path';
import { commands, EventEmitter, l10n, window } from 'vscode';
import type { Event, LogOutputChannel } from 'vscode';
import type { DebugOptions } from '../../../engine/src/debug/with-debugger';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import type { DockerEngine, RegistryLogin } from '../../../engine/src/docker/engine';
import type { PlacedOverlay } from '../../../engine/src/local/planner';
import type { S3Reader } from '../../../engine/src/local/s3-reader';
import type { Change, Kind, SageMaker } from '../../../engine/src/sagemaker';
import type { Job } from '../../../engine/src/session/job';
import type { PlannedBuild } from '../../../engine/src/session/build-planned';
import type { LocalSession } from '../../../engine/src/session/open-local';
import { loadEngine } from '../engine/load-engine';
import { ActionableError, offerActions, readError } from '../show-error';
import type { ErrorAction } from '../show-error';
import type { BuildNews, Connection, ConnectionProblem } from './connection';
import { watchEngine } from './engine-watch';
import { followed } from './followed';
import { builderSetting, localSettings, onDidChangeLocalSettings } from './local-settings';

/** Jobs of every window: one that was closed, or died, is taken up by the next. */
const WINDOW = 'vscode';

/** Whether the Docker Engine answers, as far as anybody has asked. */
export type EngineState =
  | { readonly state: 'unknown' }
  | { readonly state: 'running'; readonly how: string }
  | { readonly state: 'missing'; readonly message: string; readonly remedy: string };

/** SageMaker on this machine: one session for the window, opened with the first need. */
export class LocalConnection implements Connection {
  readonly id = 'local';
  readonly kind = 'local';
  readonly label = l10n.t('Local (Docker)');
  readonly onDidChange: Event<Change>;

  private opening: Promise<LocalSession> | undefined;
  private openS3: (() => Promise<S3Reader>) | undefined;
  private registryLogin: ((image: string) => Promise<RegistryLogin | undefined>) | undefined;
  private readonly placed = new Map<string, PlacedOverlay>();
  private readonly engineStates = new EventEmitter<EngineState>();
  private readonly stateChanges = new EventEmitter<void>();
  private readonly builds = new EventEmitter<BuildNews>();
  private readonly images = new EventEmitter<void>();
  private state: EngineState = { state: 'unknown' };
  /** Aborted when the session of before is left for one with other settings. */
  private current = new AbortController();
  private looking: Promise<void> | undefined;
  /** Of the engine that has answered. */
  private watching: AbortController | undefined;
  private readonly settings = onDidChangeLocalSettings(() => {
    this.takeSettings();
  });

  /** Fires when the engine was found, or found missing. */
  readonly onDidChangeEngine = this.engineStates.event;
  readonly onDidBuild = this.builds.event;
  /** Fires when the user has built an image. */
  readonly onDidChangeImages = this.images.event;
  readonly onDidChangeState = this.stateChanges.event;

  constructor(private readonly log: LogOutputChannel) {
    this.onDidChange = followed<Change>(
      async (tell, signal) => {
        let session: AbortSignal;
        do {
          session = this.current.signal;
          const sagemaker = await this.sagemaker();
          for await (const change of sagemaker.watch(AbortSignal.any([signal, session]))) tell(change);
        } while (session.aborted && !signal.aborted);
      },
      (error) => {
        log.warn(String(error));
      },
    );
  }

  get problem(): ConnectionProblem | undefined {
    if (this.state.state !== 'missing') return undefined;
    const { message, remedy } = this.state;
    return { headline: l10n.t('Docker can’t be used.'), message, remedy, actions: waysOut() };
  }

  get engineState(): EngineState {
    return this.state;
  }

  async sagemaker(): Promise<SageMaker> {
    return (await this.session()).sagemaker;
  }

  /** The engine, looked for when it is first needed. */
  async engine(): Promise<DockerEngine> {
    return (await this.session()).engine();
  }

  async imageDigest(kind: Kind, name: string, image: string): Promise<string | undefined> {
    const { localDigest } = await loadEngine();
    const { sagemaker, engine } = await this.session();
    const planned = await sagemaker.plannedImages(kind, name);
    return localDigest((await engine()).images, planned, image);
  }

  /** Asks the engine whether it is still there, or looks for it when none was found. */
  async checkEngine(): Promise<DockerEngine> {
    const engine = await this.engine();
    try {
      await engine.ping();
    } catch (error) {
      throw this.gone(error);
    }
    this.setEngine({ state: 'running', how: engine.foundBy });
    return engine;
  }

  /** Looks for the engine unless it is known to run. Without a word: `problem` says it when there is none. */
  look(): Promise<void> {
    if (this.state.state === 'running') return Promise.resolve();
    this.looking ??= this.checkEngine()
      .then(
        () => undefined,
        (error: unknown) => {
          this.log.warn(String(error));
        },
      )
      .finally(() => {
        this.looking = undefined;
      });
    return this.looking;
  }

  /** Builds the image of a request, as a run of it would. */
  async build(image: PlannedBuild, signal: AbortSignal, onEvent: (event: BuildEvent) => void): Promise<void> {
    const { buildPlanned } = await loadEngine();
    await buildPlanned(() => this.engine(), image, { signal, builder: builderSetting(), onEvent });
  }

  /** To be called before the job is created: its plan is made with this overlay. */
  place({ document, overlay, context }: Job, name: string, debug?: DebugOptions): void {
    this.placed.set(`${document.kind}/${name}`, { overlay, debug, ...context });
  }

  overlayOf(kind: Kind, name: string): PlacedOverlay | undefined {
    return this.placed.get(`${kind}/${name}`);
  }

  /** To be called when a build that no run needed has made an image. */
  imageBuilt(): void {
    this.images.fire();
  }

  isBuildOf(kind: Kind, name: string, { dockerfile }: BuildNews): boolean {
    return dockerfile !== undefined && this.dockerfilesOf(kind, name).includes(dockerfile);
  }

  dockerfilesOf(kind: Kind, name: string): readonly string[] {
    const placed = this.overlayOf(kind, name);
    if (placed === undefined) return [];
    return Object.values(placed.overlay.images).flatMap((it) =>
      typeof it === 'string' ? [] : [resolve(placed.folder, it.dockerfile)],
    );
  }

  /** How S3 is opened when a job whose overlay asks for credentials needs an object. */
  readS3With(open: () => Promise<S3Reader>): void {
    this.openS3 = open;
  }

  /** Who logs in at a registry for which this machine keeps no login. */
  logInWith(login: (image: string) => Promise<RegistryLogin | undefined>): void {
    this.registryLogin = login;
  }

  session(): Promise<LocalSession> {
    this.opening ??= this.open();
    return this.opening;
  }

  /** What runs goes on running: the next window takes it up. */
  dispose(): void {
    this.settings.dispose();
    this.watching?.abort();
    this.engineStates.dispose();
    this.builds.dispose();
    this.images.dispose();
    this.stateChanges.dispose();
  }

  /** Ends what this window started: jobs are stopped, endpoints deleted. */
  async close(): Promise<void> {
    await (await this.opening)?.close();
  }

  private async open(): Promise<LocalSession> {
    const engine = await loadEngine();
    const { storage, dockerHost } = localSettings();
    return engine.openLocal({
      storage: storage ?? engine.storageFolder(process.env),
      dockerHost,
      window: WINDOW,
      ...(this.openS3 === undefined ? {} : { s3: this.openS3 }),
      ...(this.registryLogin === undefined ? {} : { login: this.registryLogin }),
      placed: (kind, name) =>
        this.placed.get(`${kind}/${name}`) ?? { overlay: engine.DEFAULT_OVERLAY, folder: process.cwd() },
      onBuild: (image, event, dockerfile) => {
        this.builds.fire({ image, event, dockerfile });
      },
      onPull: (image) => {
        this.log.info(`pulling ${image}`);
      },
      builder: builderSetting,
      onConnected: (docker) => {
        this.follow(docker);
        void this.takeUp();
      },
      onUnreachable: (error) => {
        this.unreachable(error);
      },
    });
  }

  /** From now on it is noticed when the engine goes away, and when it is back. */
  private follow(engine: DockerEngine): void {
    const running = (): void => {
      this.setEngine({ state: 'running', how: engine.foundBy });
    };
    running();
    this.watching = new AbortController();
    const onGone = (error: unknown): void => {
      this.log.warn(`the Docker Engine went away: ${String(error)}`);
      this.gone(error);
    };
    void watchEngine(engine, { onGone, onBack: running }, this.watching.signal);
  }

  /** They hold at once as long as no engine has answered; what is connected stays with what runs there. */
  private takeSettings(): void {
    if (this.opening === undefined) return;
    if (this.watching !== undefined) {
      void offerReload();
      return;
    }
    this.opening = undefined;
    const before = this.current;
    this.current = new AbortController();
    before.abort();
    this.setEngine({ state: 'unknown' });
  }

  /** Jobs and endpoints of a window that is gone are followed on, or have failed. */
  private async takeUp(): Promise<void> {
    try {
      const { sagemaker } = await this.session();
      await sagemaker.reconcile();
    } catch (error) {
      this.log.warn(String(error));
    }
  }

  private unreachable(error: unknown): void {
    const { message, remedy = '' } = readError(error);
    if (error instanceof Error) offerActions(error, waysOut());
    this.setEngine({ state: 'missing', message, remedy });
  }

  /** One that has answered does so no more. */
  private gone(cause: unknown): Error {
    const message = l10n.t('The Docker Engine has stopped answering.');
    const remedy = l10n.t('Start it again; what can go on goes on then.');
    this.setEngine({ state: 'missing', message, remedy });
    return new ActionableError(message, remedy, waysOut(), { cause });
  }

  private setEngine(state: EngineState): void {
    const changed = JSON.stringify(state) !== JSON.stringify(this.state);
    this.state = state;
    if (!changed) return;
    this.engineStates.fire(state);
    this.stateChanges.fire();
  }
}

/** What can be done about an engine that does not answer. */
function waysOut(): readonly ErrorAction[] {
  return [
    { title: l10n.t('Try Again'), command: 'sagemaker.checkEngine', arguments: [] },
    { title: l10n.t('Check My Machine'), command: 'sagemaker.checkMachine', arguments: [] },
  ];
}

async function offerReload(): Promise<void> {
  const reload = l10n.t('Reload Window');
  const message = l10n.t(
    'The Docker Engine and the folder of jobs change when the window is reloaded. What runs, runs on.',
  );
  if ((await window.showInformationMessage(message, reload)) === reload) {
    await commands.executeCommand('workbench.action.reloadWindow');
  }
}
