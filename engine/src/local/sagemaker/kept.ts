import type { Kind } from '../../sagemaker';
import type { Desk } from '../desk';
import { pageOf } from '../page';
import type { ListQuery, StatePage } from '../page';
import type { State, StoredKind } from '../state';

/** What is kept of a job, an endpoint or a part of one. */
export interface Kept<T> {
  readonly state: State;
  /** That it was made by. */
  readonly request: T;
}

/** Throws AWS's own error when there is no such thing. */
export async function kept<T>({ store }: Desk, kind: StoredKind, name: string): Promise<Kept<T>> {
  const state = await store.get(kind, name);
  return { state, request: (await store.read(kind, name, 'request.json')) as T };
}

/** A page of a list. The signal ends the asking. */
export async function pageOfKind(
  { store }: Desk,
  kind: Kind,
  query: ListQuery | undefined,
  signal: AbortSignal | undefined,
): Promise<StatePage> {
  signal?.throwIfAborted();
  const states = await store.list(kind);
  signal?.throwIfAborted();
  return pageOf(states, query);
}
