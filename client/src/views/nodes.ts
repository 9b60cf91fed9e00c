import type { PartKind, PartRow } from '../../../engine/src/aws/hosting-parts';
import type { TuningRow } from '../../../engine/src/aws/tuning-jobs';
import type { Row } from '../../../engine/src/session/by-kind';
import type { Connection } from '../connections/connection';
import { member } from '../member';
import type { ErrorAction } from '../show-error';
import type { Detail } from './details';

/** What a tree of jobs or endpoints is made of. */
export type TreeNode =
  | RootNode
  | RowNode
  | TuningGroupNode
  | TuningNode
  | PartGroupNode
  | PartNode
  | DetailNode
  | MoreNode
  | MessageNode
  | ActionNode;

export interface RootNode {
  readonly type: 'root';
  readonly connection: Connection;
}

export interface RowNode {
  readonly type: 'row';
  readonly connection: Connection;
  readonly row: Row;
  /** The tuning job that made it, when it stands below that. */
  readonly below?: string | undefined;
  /** What is known of it beyond its row. */
  readonly told?: string | undefined;
}

/** Below a connection: its hyperparameter tuning jobs. */
export interface TuningGroupNode {
  readonly type: 'tuning-group';
  readonly connection: Connection;
}

/** A hyperparameter tuning job; below it, the training jobs that it made. */
export interface TuningNode {
  readonly type: 'tuning';
  readonly connection: Connection;
  readonly row: TuningRow;
}

/** Below a connection: its models, or its endpoint configurations. */
export interface PartGroupNode {
  readonly type: 'part-group';
  readonly connection: Connection;
  readonly kind: PartKind;
}

/** A model or an endpoint configuration. */
export interface PartNode {
  readonly type: 'part';
  readonly connection: Connection;
  readonly row: PartRow;
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
  readonly text: string;
  /** What can be done about it; empty: the text says all. */
  readonly detail: string;
  readonly failed: boolean;
}

/** Below a sentence: something that a click does about it. */
export interface ActionNode {
  readonly type: 'action';
  readonly action: ErrorAction;
}

/** A sentence with its actions. */
export interface Message extends Omit<MessageNode, 'type'> {
  readonly actions: readonly ErrorAction[];
}

export function messageNodes({ actions, ...message }: Message): readonly TreeNode[] {
  return [{ type: 'message', ...message }, ...actions.map((action): ActionNode => ({ type: 'action', action }))];
}

export function isRow(node: unknown): node is RowNode {
  return member(node, 'type') === 'row';
}

export function isTuning(node: unknown): node is TuningNode {
  return member(node, 'type') === 'tuning';
}

export function isPart(node: unknown): node is PartNode {
  return member(node, 'type') === 'part';
}

export function isMore(node: unknown): node is MoreNode {
  return member(node, 'type') === 'more';
}
