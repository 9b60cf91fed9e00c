import type { S3Reader } from './s3-reader';

/** S3 whose connection is opened when the first object is needed; after a failure to open it, again by the next. */
export function lazyS3Reader(open: () => Promise<S3Reader>): S3Reader {
  let opening: Promise<S3Reader> | undefined;
  const reader = (): Promise<S3Reader> => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return {
    list: async function* (bucket, prefix, signal) {
      yield* (await reader()).list(bucket, prefix, signal);
    },
    open: async (object, start, signal) => (await reader()).open(object, start, signal),
  };
}
