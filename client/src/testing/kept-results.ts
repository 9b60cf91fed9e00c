import { EventEmitter } from 'vscode';
import type { Memento, Uri } from 'vscode';
import { readKept } from './results-tally';
import type { ContractResults } from './results-tally';

const KEY = 'sagemaker.contract.';

/** What the contract tests of the workspace's Dockerfiles last found; a reload keeps it. */
export class KeptResults {
  private readonly changes = new EventEmitter<Uri>();

  /** Fires with the Dockerfile whose results changed. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly memento: Memento) {}

  /** Undefined: the image of this Dockerfile was never tested as a whole. */
  of(dockerfile: Uri): ContractResults | undefined {
    return readKept(this.memento.get(KEY + dockerfile.toString()));
  }

  async keep(dockerfile: Uri, results: ContractResults): Promise<void> {
    await this.memento.update(KEY + dockerfile.toString(), results);
    this.changes.fire(dockerfile);
  }

  /** The Dockerfile is gone. */
  async forget(dockerfile: Uri): Promise<void> {
    if (this.of(dockerfile) === undefined) return;
    await this.memento.update(KEY + dockerfile.toString(), undefined);
    this.changes.fire(dockerfile);
  }

  dispose(): void {
    this.changes.dispose();
  }
}
