import { EventEmitter } from 'vscode';
import type { Connection } from './connection';
import type { LocalConnection } from './local-connection';

/** The roots of the trees: this machine first, then what the user connected. */
export class Connections {
  private readonly changes = new EventEmitter<void>();
  private others: readonly Connection[] = [];

  readonly onDidChange = this.changes.event;

  constructor(readonly local: LocalConnection) {}

  get all(): readonly Connection[] {
    return [this.local, ...this.others];
  }

  get(id: string): Connection | undefined {
    return this.all.find((one) => one.id === id);
  }

  /** In place of all others than the local one. */
  setOthers(others: readonly Connection[]): void {
    this.others = others;
    this.changes.fire();
  }

  dispose(): void {
    this.changes.dispose();
    this.local.dispose();
  }
}
