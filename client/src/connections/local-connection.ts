import { EventEmitter, l10n } from 'vscode';
import type { Event, LogOutputChannel } from 'vscode';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import type { DockerEngine } from '../../../engine/src/docker/engine';
import type { PlacedOverlay } from '../../../engine/src/local/planner';
import type { Change, SageMaker } from '../../../engine/src/sagemaker';
import type { Job } from '../../../engine/src/session/job';
import type { LocalSession } from '../../../engine/src/session/open-local';
import { loadEngine } from '../engine/load-engine';
import type { Connection } from './connection';
import { followed } from './followed';

/** Jobs of every window: one that was closed, or died, is taken up by the next. */
const WINDOW = 'vscode';

/** Whether the Docker Engine answers, as far as anybody has asked. */
export type EngineState =
  | { readonly state: 'unknown' }
  | { readonly state: 'running'; readonly how: string }
  | { readonly state: 'missing'; readonly message: string; readonly remedy: string };

/** A build that a run needed. */
export interface BuildNews {
  readonly image: string;
  readonly event: BuildEvent;
}

/** SageMaker on this machine: one session for the window, opened with the first need. */
export class LocalConnection implements Connection {
  readonly id = 'local';
  readonly kind = 'local';
  readonly label = l10n.t('Local (Docker)');
  readonly onDidChange: Event<Change>;

  private opening: Promise<LocalSession> | undefined;
  private readonly placed = new Map<string, PlacedOverlay>();
  private readonly engineStates = new EventEmitter<EngineState>();
  private readonly builds = new EventEmitter<BuildNews>();
  private state: EngineState = { state: 'unknown' };

  /** Fires when the engine was found, or found missing. */
  readonly onDidChangeEngine = this.engineStates.event;
  readonly onDidBuild = this.builds.event;

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

  get engineState(): EngineState {
    return this.state;
  }

  async sagemaker(): Promise<SageMaker> {
    return (await this.session()).sagemaker;
  }

  /** The engine; the state that the status bar shows follows what comes of it. */
  async engine(): Promise<DockerEngine> {
    const session = await this.session();
    try {
      const engine = await session.engine();
      this.setEngine({ state: 'running', how: engine.foundBy });
      return engine;
    } catch (error) {
      const remedy = error instanceof Error && 'remedy' in error ? String(error.remedy) : '';
      this.setEngine({ state: 'missing', message: error instanceof Error ? error.message : String(error), remedy });
      throw error;
    }
  }

  /** To be called before the job is created: its plan is made with this overlay. */
  place({ document, overlay, context }: Job, name: string): void {
    this.placed.set(`${document.kind}/${name}`, { overlay, ...context });
  }

  session(): Promise<LocalSession> {
    this.opening ??= this.open();
    return this.opening;
  }

  /** What runs goes on running: the next window takes it up. */
  dispose(): void {
    this.engineStates.dispose();
    this.builds.dispose();
  }

  /** Ends what this window started: jobs are stopped, endpoints deleted. */
  async close(): Promise<void> {
    await (await this.opening)?.close();
  }

  private async open(): Promise<LocalSession> {
    const engine = await loadEngine();
    return engine.openLocal({
      storage: engine.storageFolder(process.env),
      window: WINDOW,
      placed: (kind, name) =>
        this.placed.get(`${kind}/${name}`) ?? { overlay: engine.DEFAULT_OVERLAY, folder: process.cwd() },
      onBuild: (image, event) => {
        this.builds.fire({ image, event });
      },
      onPull: (image) => {
        this.log.info(`pulling ${image}`);
      },
    });
  }

  private setEngine(state: EngineState): void {
    const changed = JSON.stringify(state) !== JSON.stringify(this.state);
    this.state = state;
    if (changed) this.engineStates.fire(state);
  }
}
