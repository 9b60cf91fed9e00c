import { EventEmitter, l10n, workspace } from 'vscode';
import type { Event, LogOutputChannel } from 'vscode';
import type { DebugOptions } from '../../../engine/src/debug/with-debugger';
import type { DockerEngine } from '../../../engine/src/docker/engine';
import type { PlacedOverlay } from '../../../engine/src/local/planner';
import type { Change, SageMaker } from '../../../engine/src/sagemaker';
import type { Job } from '../../../engine/src/session/job';
import type { LocalSession } from '../../../engine/src/session/open-local';
import { loadEngine } from '../engine/load-engine';
import type { BuildNews, Connection, ConnectionProblem } from './connection';
import { followed } from './followed';

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
  private readonly placed = new Map<string, PlacedOverlay>();
  private readonly engineStates = new EventEmitter<EngineState>();
  private readonly stateChanges = new EventEmitter<void>();
  private readonly builds = new EventEmitter<BuildNews>();
  private state: EngineState = { state: 'unknown' };

  /** Fires when the engine was found, or found missing. */
  readonly onDidChangeEngine = this.engineStates.event;
  readonly onDidBuild = this.builds.event;
  readonly onDidChangeState = this.stateChanges.event;

  constructor(private readonly log: LogOutputChannel) {
    this.onDidChange = followed<Change>(
      async (tell, signal) => {
        const sagemaker = await this.sagemaker();
        for await (const change of sagemaker.watch(signal)) tell(change);
      },
      (error) => {
        log.warn(String(error));
      },
    );
  }

  get problem(): ConnectionProblem | undefined {
    if (this.state.state !== 'missing') return undefined;
    const { message, remedy } = this.state;
    const again = { title: l10n.t('Try Again'), command: 'sagemaker.checkEngine', arguments: [] };
    return { message, remedy, actions: [again] };
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

  /** Asks the engine whether it is still there, or looks for it when none was found. */
  async checkEngine(): Promise<DockerEngine> {
    const engine = await this.engine();
    try {
      await engine.ping();
    } catch (error) {
      this.unreachable(error);
      throw error;
    }
    this.setEngine({ state: 'running', how: engine.foundBy });
    return engine;
  }

  /** To be called before the job is created: its plan is made with this overlay. */
  place({ document, overlay, context }: Job, name: string, debug?: DebugOptions): void {
    this.placed.set(`${document.kind}/${name}`, { overlay, debug, ...context });
  }

  session(): Promise<LocalSession> {
    this.opening ??= this.open();
    return this.opening;
  }

  /** What runs goes on running: the next window takes it up. */
  dispose(): void {
    this.engineStates.dispose();
    this.builds.dispose();
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
      placed: (kind, name) =>
        this.placed.get(`${kind}/${name}`) ?? { overlay: engine.DEFAULT_OVERLAY, folder: process.cwd() },
      onBuild: (image, event, dockerfile) => {
        this.builds.fire({ image, event, dockerfile });
      },
      onPull: (image) => {
        this.log.info(`pulling ${image}`);
      },
      onConnected: ({ foundBy }) => {
        this.setEngine({ state: 'running', how: foundBy });
        void this.takeUp();
      },
      onUnreachable: (error) => {
        this.unreachable(error);
      },
    });
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
    const remedy = error instanceof Error && 'remedy' in error ? String(error.remedy) : '';
    this.setEngine({ state: 'missing', message: error instanceof Error ? error.message : String(error), remedy });
  }

  private setEngine(state: EngineState): void {
    const changed = JSON.stringify(state) !== JSON.stringify(this.state);
    this.state = state;
    if (!changed) return;
    this.engineStates.fire(state);
    this.stateChanges.fire();
  }
}

/** Where jobs are kept and where the engine listens, when the user says so. */
function localSettings(): { readonly storage: string | undefined; readonly dockerHost: string | undefined } {
  const settings = workspace.getConfiguration('sagemaker');
  const said = (name: string): string | undefined => {
    const value = settings.get<string>(name, '').trim();
    return value === '' ? undefined : value;
  };
  return { storage: said('storageFolder'), dockerHost: said('docker.host') };
}
