import type { Kind, LogLine } from '../sagemaker';
import type { Desk } from './desk';
import { followLines } from './follow';
import { logFile, parseLogText } from './log-lines';
import { isLive } from './state';

/** What the hosts of a job wrote and write: by time when it is over, as it comes while it runs. */
export async function* logLines(desk: Desk, kind: Kind, name: string, signal: AbortSignal): AsyncGenerator<LogLine> {
  const state = await desk.store.get(kind, name);
  const folder = desk.store.folder(kind, name);
  const plan = await desk.plan(state);
  const ended = async (): Promise<boolean> => {
    const now = await desk.store.find(kind, name);
    return now === undefined || !isLive(now);
  };
  const options = { from: 0, watched: folder, ended };
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const hosts = plan.containers.map(({ host }) => parsed(host, followLines(logFile(folder, host), options, either)));
  try {
    yield* isLive(state) ? asTheyCome(hosts) : byTime(hosts);
  } finally {
    // Whoever stops listening need not abort.
    over.abort();
  }
}

async function* parsed(host: string, lines: AsyncIterable<string>): AsyncGenerator<LogLine> {
  for await (const text of lines) {
    const line = parseLogText(host, text);
    if (line !== undefined) yield line;
  }
}

/** What several sources give, as it comes. */
export async function* asTheyCome<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const next = async (source: AsyncGenerator<T>) => ({ source, result: await source.next() });
  const pending = new Map(sources.map((source) => [source, next(source)]));
  try {
    while (pending.size > 0) {
      const { source, result } = await Promise.race(pending.values());
      if (result.done === true) pending.delete(source);
      else {
        pending.set(source, next(source));
        yield result.value;
      }
    }
  } finally {
    for (const source of pending.keys()) void source.return(undefined);
  }
}

/** What several sources give, each in its own order, by time. */
export async function* byTime<T extends { readonly time: Date }>(
  sources: readonly AsyncGenerator<T>[],
): AsyncGenerator<T> {
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let first: { readonly at: number; readonly value: T } | undefined;
    for (const [at, head] of heads.entries()) {
      if (head.done === true) continue;
      if (first === undefined || head.value.time < first.value.time) first = { at, value: head.value };
    }
    const source = first === undefined ? undefined : sources[first.at];
    if (first === undefined || source === undefined) return;
    yield first.value;
    heads[first.at] = await source.next();
  }
}
