import { EventEmitter, window } from 'vscode';
import type { Disposable } from 'vscode';
import type { Change } from '../../../engine/src/sagemaker';
import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { isLive, isUnfinished } from '../views/texts';

interface Live extends Ref {
  readonly status: string;
}

/** What runs on this machine and what failed there since the user last looked; known once the engine has answered. */
export class LocalNewsFeed {
  readonly failed = new Map<string, Ref>();
  /** The engine has a runtime for GPUs. */
  gpu = false;

  private readonly live = new Map<string, Live>();
  private readonly changes = new EventEmitter<void>();
  private readonly looking: Disposable;
  private following: Disposable | undefined;

  readonly onDidChange = this.changes.event;

  constructor(private readonly parts: Pick<Parts, 'connections' | 'logs'>) {
    this.looking = window.onDidChangeActiveTerminal(() => {
      const ref = this.lookedAt();
      if (ref !== undefined && this.failed.delete(keyOf(ref))) this.changes.fire();
    });
  }

  /** What is not finished. */
  get working(): readonly Ref[] {
    return [...this.live.values()].filter(({ status }) => isUnfinished(status));
  }

  /** Endpoints in service. */
  get serving(): readonly Ref[] {
    return [...this.live.values()].filter(({ status }) => !isUnfinished(status));
  }

  /** Begins; nothing happens when it has begun. To be called as soon as the engine has answered. */
  async begin(): Promise<void> {
    if (this.following !== undefined) return;
    const { local } = this.parts.connections;
    this.following = local.onDidChange((change) => {
      this.take(change);
    });
    const { capabilitiesOf, KINDS, listPage } = await loadEngine();
    const { nvidiaRuntime, cdiDevices } = await capabilitiesOf(await local.engine());
    this.gpu = nvidiaRuntime || cdiDevices.length > 0;
    const sagemaker = await local.sagemaker();
    for (const kind of KINDS) {
      for (const { name, status } of (await listPage(sagemaker, kind)).rows) {
        const row: Live = { connection: local, kind, name, status };
        if (isLive(status)) this.live.set(keyOf(row), row);
      }
    }
    this.changes.fire();
  }

  /** The user has seen what failed. */
  seen(): void {
    if (this.failed.size === 0) return;
    this.failed.clear();
    this.changes.fire();
  }

  dispose(): void {
    this.looking.dispose();
    this.following?.dispose();
    this.changes.dispose();
  }

  private take({ kind, name, status }: Change): void {
    const ref: Ref = { connection: this.parts.connections.local, kind, name };
    const key = keyOf(ref);
    if (status !== undefined && isLive(status)) this.live.set(key, { ...ref, status });
    else this.live.delete(key);
    const watched = this.lookedAt();
    if (status === 'Failed' && (watched === undefined || keyOf(watched) !== key)) this.failed.set(key, ref);
    else this.failed.delete(key);
    this.changes.fire();
  }

  /** What the terminal in front shows. */
  private lookedAt(): Ref | undefined {
    const terminal = window.activeTerminal;
    return terminal === undefined ? undefined : this.parts.logs.refOf(terminal);
  }
}

function keyOf({ kind, name }: Ref): string {
  return `${kind}/${name}`;
}
