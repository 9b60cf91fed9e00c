import type { Row } from '../../../engine/src/session/by-kind';
import type { Connection } from '../connections/connection';
import { member } from '../member';
import type { ErrorAction } from '../show-error';
import type { Detail } from './details';

/** What a tree of jobs or endpoints is made of. */
export type TreeNode = RootNode | RowNode | DetailNode | MoreNode | MessageNode;

export interface RootNode {
  readonly type: 'root';
  readonly connection: Connection;
}

export interface RowNode {
  readonly type: 'row';
  readonly connection: Connection;
  readonly row: Row;
}

/** Below a job or endpoint. */
export interface DetailNode {
  readonly type: 'detail';
  readonly detail: Detail;
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
  /** What a click does. */
  readonly action?: ErrorAction | undefined;
}

export function isRow(node: unknown): node is RowNode {
  return member(node, 'type') === 'row';
}

export function isMore(node: unknown): node is MoreNode {
  return member(node, 'type') === 'more';
}
