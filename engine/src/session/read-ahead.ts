/** A part of a list; with `next` the rest of it is asked for. */
export interface Page<R> {
  readonly rows: readonly R[];
  /** Undefined: there is no more. */
  readonly next: string | undefined;
}

/** Asks for one page: the first one without a token. */
export type AskPage<R> = (token: string | undefined, signal: AbortSignal | undefined) => Promise<Page<R>>;

/**
 * Reads pages until there are `enough` rows or no more, for lists that come in no order: only what was read can be put in
 * one. `from`: the token to go on with.
 */
export async function readAhead<R>(
  ask: AskPage<R>,
  enough: number,
  signal?: AbortSignal,
  from?: string,
): Promise<Page<R>> {
  const rows: R[] = [];
  let next = from;
  do {
    signal?.throwIfAborted();
    const page = await ask(next, signal);
    for (const row of page.rows) rows.push(row);
    next = page.next;
  } while (next !== undefined && rows.length < enough);
  return { rows, next };
}
