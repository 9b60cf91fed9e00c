import type { Disposable } from 'vscode';
import type { Connection } from '../connections/connection';
import type { RootNode } from './nodes';

/** The root of each connection in a tree: the same node as long as the connection is there. */
export class Roots {
  private readonly nodes = new Map<Connection, RootNode>();
  private readonly states = new Map<Connection, Disposable>();

  /** `onChange` is told when the state of a connection changes. */
  constructor(private readonly onChange: (root: RootNode) => void) {}

  get all(): readonly RootNode[] {
    return [...this.nodes.values()];
  }

  of(connection: Connection): RootNode {
    const known = this.nodes.get(connection);
    if (known !== undefined) return known;
    const root: RootNode = { type: 'root', connection };
    this.nodes.set(connection, root);
    const states = connection.onDidChangeState?.(() => {
      this.onChange(root);
    });
    if (states !== undefined) this.states.set(connection, states);
    return root;
  }

  /** Forgets the connections that are not there any more, and says which. */
  dropGone(there: readonly Connection[]): readonly Connection[] {
    const gone = [...this.nodes.keys()].filter((connection) => !there.includes(connection));
    for (const connection of gone) {
      this.states.get(connection)?.dispose();
      this.states.delete(connection);
      this.nodes.delete(connection);
    }
    return gone;
  }

  dispose(): void {
    for (const one of this.states.values()) one.dispose();
  }
}
