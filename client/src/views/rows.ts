import { listPage } from '../../../engine/src/session/by-kind';
import type { Row, RowQuery } from '../../../engine/src/session/by-kind';
import type { Kind, SageMaker } from '../../../engine/src/sagemaker';
import { newestFirst } from './texts';

/** Rows that are read at a time, of each kind. */
const PAGE = 50;

/** What a root shows: as many pages as were asked for, of all its kinds together, newest first. */
export class Rows {
  private readonly tokens = new Map<Kind, string | undefined>();
  private readonly read = new Map<Kind, readonly Row[]>();

  constructor(private readonly kinds: readonly Kind[]) {}

  get all(): readonly Row[] {
    return newestFirst([...this.read.values()].flat());
  }

  /** Whether there is a next page. */
  get more(): boolean {
    return [...this.tokens.values()].some((token) => token !== undefined);
  }

  /** Reads the first page of each kind anew. */
  async load(sagemaker: SageMaker, query: RowQuery, signal?: AbortSignal): Promise<void> {
    await Promise.all(
      this.kinds.map(async (kind) => {
        const page = await listPage(sagemaker, kind, { MaxResults: PAGE, ...query }, signal);
        this.read.set(kind, page.rows);
        this.tokens.set(kind, page.next);
      }),
    );
  }

  /** Reads the next page of each kind that has one. */
  async loadMore(sagemaker: SageMaker, query: RowQuery, signal?: AbortSignal): Promise<void> {
    await Promise.all(
      [...this.tokens].map(async ([kind, token]) => {
        if (token === undefined) return;
        const page = await listPage(sagemaker, kind, { MaxResults: PAGE, ...query, NextToken: token }, signal);
        this.read.set(kind, [...(this.read.get(kind) ?? []), ...page.rows]);
        this.tokens.set(kind, page.next);
      }),
    );
  }

  /** Takes in a change of status. False: the row isn't known, so the list has to be read again. */
  change(kind: Kind, name: string, status: string, time: Date): boolean {
    const rows = this.read.get(kind) ?? [];
    const index = rows.findIndex((row) => row.name === name);
    const before = rows[index];
    if (before === undefined) return false;
    const over = status === 'Completed' || status === 'Failed' || status === 'Stopped';
    this.read.set(kind, rows.with(index, { ...before, status, ended: over ? (before.ended ?? time) : before.ended }));
    return true;
  }

  remove(kind: Kind, name: string): void {
    this.read.set(
      kind,
      (this.read.get(kind) ?? []).filter((row) => row.name !== name),
    );
  }
}
