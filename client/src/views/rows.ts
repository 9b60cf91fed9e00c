import { listPage } from '../../../engine/src/session/by-kind';
import type { Row, RowPage } from '../../../engine/src/session/by-kind';
import type { Kind, SageMaker } from '../../../engine/src/sagemaker';
import type { RowList } from './job-filter';
import { newestFirst } from './texts';

/** Rows that are read at a time, of each list. */
const PAGE = 50;

/** What a root shows: as many pages as were asked for, of all its lists together, newest first. */
export class Rows {
  private readonly pages = new Map<RowList, RowPage>();

  constructor(private readonly lists: readonly RowList[]) {}

  /** Each once: what changes while it is read may be in two lists. */
  get all(): readonly Row[] {
    const rows = [...this.pages.values()].flatMap((page) => page.rows);
    return newestFirst([...new Map(rows.map((row) => [`${row.kind}/${row.name}`, row])).values()]);
  }

  /** Whether there is a next page. */
  get more(): boolean {
    return [...this.pages.values()].some(({ next }) => next !== undefined);
  }

  /** Reads the first page of each list anew. */
  async load(sagemaker: SageMaker, signal?: AbortSignal): Promise<void> {
    await Promise.all(
      this.lists.map(async (list) => {
        const { kind, query } = list;
        this.pages.set(list, await listPage(sagemaker, kind, { MaxResults: PAGE, ...query }, signal));
      }),
    );
  }

  /** Reads the next page of each list that has one. */
  async loadMore(sagemaker: SageMaker, signal?: AbortSignal): Promise<void> {
    await Promise.all(
      [...this.pages].map(async ([list, { rows, next }]) => {
        if (next === undefined) return;
        const { kind, query } = list;
        const page = await listPage(sagemaker, kind, { MaxResults: PAGE, ...query, NextToken: next }, signal);
        this.pages.set(list, { rows: [...rows, ...page.rows], next: page.next });
      }),
    );
  }

  /** Takes in a change of status. False: the row isn't known, so the lists have to be read again. */
  change(kind: Kind, name: string, status: string, time: Date): boolean {
    const over = status === 'Completed' || status === 'Failed' || status === 'Stopped';
    let known = false;
    this.replace(kind, name, (row) => {
      known = true;
      return [{ ...row, status, ended: over ? (row.ended ?? time) : row.ended }];
    });
    return known;
  }

  remove(kind: Kind, name: string): void {
    this.replace(kind, name, () => []);
  }

  private replace(kind: Kind, name: string, by: (row: Row) => readonly Row[]): void {
    for (const [list, { rows, next }] of this.pages) {
      if (list.kind !== kind) continue;
      this.pages.set(list, { rows: rows.flatMap((row) => (row.name === name ? by(row) : [row])), next });
    }
  }
}
