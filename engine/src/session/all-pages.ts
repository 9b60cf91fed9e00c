/** All rows of a list that comes in pages: each page is asked for with the token of the one before. */
export async function* allPages<R>(
  page: (token: string | undefined) => Promise<{ readonly rows: readonly R[]; readonly next: string | undefined }>,
): AsyncGenerator<R> {
  let token: string | undefined;
  do {
    const { rows, next } = await page(token);
    yield* rows;
    token = next;
  } while (token !== undefined);
}
