/** Does something for each of a list, a few at a time; answers in the order of the list. The first error ends it. */
export async function inParallel<T, R>(
  list: readonly T[],
  atOnce: number,
  act: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers: R[] = [];
  const rest = list.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [index, one] of rest) {
      if (failed) return;
      answers[index] = await act(one);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, list.length) }, () =>
    work().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return answers;
}
