import { EventEmitter, l10n } from 'vscode';
import type { Command, Disposable, Uri } from 'vscode';
import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';
import type { RequestLensSource } from './lenses';

/** States in which nothing is left to stop. */
const OVER: ReadonlySet<string | undefined> = new Set([undefined, 'Completed', 'Failed', 'Stopped']);

/** `Run locally`, and `Stop` while what it started runs. */
export class RunLens implements RequestLensSource {
  readonly order = 10;
  private readonly changes = new EventEmitter<void>();
  private readonly running = new Map<string, { readonly ref: Ref; readonly following: Disposable }>();
  readonly onDidChange = this.changes.event;

  readonly lenses = (request: Uri): readonly Command[] => {
    const isEndpoint = request.path.endsWith('.endpoint.json');
    const ref = this.running.get(request.toString())?.ref;
    const run = isEndpoint ? l10n.t('Serve locally') : l10n.t('Run locally');
    const start = { title: `$(play) ${run}`, command: 'sagemaker.runRequest', arguments: [request] };
    return ref === undefined ? [start] : [stopOf(ref), start];
  };

  /** A request was started: it is followed until it ends. */
  started(request: Uri, ref: Ref): void {
    const key = request.toString();
    this.running.get(key)?.following.dispose();
    const following = ref.connection.onDidChange(({ kind, name, status }) => {
      if (kind === ref.kind && name === ref.name && OVER.has(status)) this.ended(key, ref);
    });
    this.running.set(key, { ref, following });
    this.changes.fire();
    void this.endedMeanwhile(key, ref);
  }

  /** A short job can be over before anybody listened. */
  private async endedMeanwhile(key: string, ref: Ref): Promise<void> {
    try {
      const { outcomeOf } = await loadEngine();
      const { status } = await outcomeOf(await ref.connection.sagemaker(), ref.kind, ref.name);
      if (OVER.has(status)) this.ended(key, ref);
    } catch {
      // It is gone already.
      this.ended(key, ref);
    }
  }

  private ended(key: string, ref: Ref): void {
    const found = this.running.get(key);
    if (found?.ref !== ref) return;
    this.running.delete(key);
    found.following.dispose();
    this.changes.fire();
  }

  dispose(): void {
    for (const { following } of this.running.values()) following.dispose();
    this.changes.dispose();
  }
}

/** An endpoint is not stopped but deleted. */
function stopOf({ connection, kind, name }: Ref): Command {
  const isEndpoint = kind === 'endpoint';
  const status = isEndpoint ? 'InService' : 'InProgress';
  const row = { kind, name, status, created: undefined, ended: undefined };
  return {
    title: `$(debug-stop) ${l10n.t('Stop {0}', name)}`,
    command: isEndpoint ? 'sagemaker.deleteJob' : 'sagemaker.stopJob',
    arguments: [{ type: 'row', connection, row }],
  };
}
