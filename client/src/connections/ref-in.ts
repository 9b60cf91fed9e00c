import { KINDS } from '../../../engine/src/session/by-kind';
import { member } from '../member';
import type { Connection, Ref } from './connection';

/** The job or endpoint that a command was called on: a row of a tree, or a reference. */
export function refIn(target: unknown, connections: readonly Connection[]): Ref | undefined {
  const row = member(target, 'row') ?? target;
  const name = member(row, 'name');
  const kind = KINDS.find((it) => it === member(row, 'kind'));
  const connection = connections.find((it) => it === member(target, 'connection'));
  return connection === undefined || kind === undefined || typeof name !== 'string'
    ? undefined
    : { connection, kind, name };
}
