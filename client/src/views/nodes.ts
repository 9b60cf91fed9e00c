import type { Row } from '../../../engine/src/session/by-kind';
import type { Connection } from '../connections/connection';

/** What a tree of jobs or endpoints is made of. */
export type TreeNode = RootNode | RowNode | MoreNode | MessageNode;

export interface RootNode {
  readonly type: 'root';
  readonly connection: Connection;
}

export interface RowNode {
  readonly type: 'row';
  readonly connection: Connection;
  readonly row: Row;
}

/** Loads the next page. */
export interface MoreNode {
  readonly type: 'more';
  readonly load: () => Promise<void>;
}

/** A sentence in place of children: nothing there yet, or what went wrong. */
export interface MessageNode {
  readonly type: 'message';
  readonly connection: Connection;
  readonly text: string;
  readonly detail: string;
  readonly failed: boolean;
}
