import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { TransformPlan } from '../plan/types';
import { UserError } from '../user-error';
import type { DataObject } from './data-object';
import { RecordError } from './record-bytes';
import { recordIoRecords } from './record-io';
import { lineRecords } from './record-lines';
import { tfRecords } from './record-tf';
import type { Association } from './transform-associate';

/** One request of a batch transform job. */
export interface Batch {
  /** A stream is opened anew for each attempt. */
  readonly body: Buffer | (() => Promise<Readable>);
  /** The records in it as they are in the input, where the answer is joined to them. */
  readonly records: readonly Buffer[];
}

export type Splitting = Pick<TransformPlan, 'split' | 'strategy' | 'gzip'> & {
  /** 0: no limit, bodies may be streamed. */
  readonly maxPayloadBytes: number;
  readonly association?: Association | undefined;
};

/** What is sent for an object, in order; nothing for an empty one. Holds one request at a time in memory. */
export async function* batchesOf(object: DataObject, how: Splitting, signal: AbortSignal): AsyncGenerator<Batch> {
  try {
    // All records of the object are one request, and all of it is sent as it is.
    const inOne = how.split === 'None' || how.strategy !== 'SingleRecord';
    if (how.maxPayloadBytes === 0 && inOne && how.association === undefined) yield* streamed(object, how, signal);
    else if (how.split === 'None') yield* whole(object, how, signal);
    else yield* filled(object, how, signal);
  } catch (error) {
    if (error instanceof RecordError) {
      throw new UserError(
        `“${object.name}” can’t be split into records (${how.split}): ${error.message}.`,
        'Write the file anew, or correct SplitType.',
      );
    }
    throw isGzipError(error) ? notGzip(object) : error;
  }
}

async function* streamed(object: DataObject, how: Splitting, signal: AbortSignal): AsyncGenerator<Batch> {
  for await (const chunk of await chunksOf(object, how.gzip, signal)) {
    if (chunk.length === 0) continue;
    yield { body: () => plain(object, how.gzip, signal), records: [] };
    return;
  }
}

async function* whole(object: DataObject, how: Splitting, signal: AbortSignal): AsyncGenerator<Batch> {
  const chunks: Buffer[] = [];
  let size = how.gzip ? 0 : object.size;
  if (!how.gzip) checkSize(size, object, how);
  for await (const chunk of await chunksOf(object, how.gzip, signal)) {
    if (how.gzip) checkSize((size += chunk.length), object, how);
    chunks.push(chunk);
  }
  const record = Buffer.concat(chunks);
  if (record.length > 0) yield batch([record], [sent(record, object, how)], how);
}

async function* filled(object: DataObject, how: Splitting, signal: AbortSignal): AsyncGenerator<Batch> {
  const most = how.strategy === 'SingleRecord' ? 1 : Infinity;
  const limit = how.maxPayloadBytes === 0 ? Infinity : how.maxPayloadBytes;
  const between = how.split === 'Line' ? 1 : 0;
  let records: Buffer[] = [];
  let bodies: Buffer[] = [];
  let size = 0;
  for await (const record of recordsOf(await chunksOf(object, how.gzip, signal), how)) {
    const body = sent(record, object, how);
    if (bodies.length > 0 && (bodies.length >= most || size + between + body.length > limit)) {
      yield batch(records, bodies, how);
      records = [];
      bodies = [];
      size = 0;
    }
    size += body.length + (bodies.length === 0 ? 0 : between);
    if (how.association?.joins === true) records.push(record);
    bodies.push(body);
  }
  if (bodies.length > 0) yield batch(records, bodies, how);
}

/**
 * Records of binary formats lose their frame when each is sent alone, and keep it when as many as fit are sent: “padding is
 * removed if the value of BatchStrategy is set to SingleRecord. Padding is not removed if [it] is set to MultiRecord”
 * (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformInput.html). AWS says no more than this; what it
 * calls padding is taken to be the whole frame, since a record without its zeros alone could not be read.
 */
async function* recordsOf(stream: AsyncIterable<Buffer>, { split, strategy }: Splitting): AsyncGenerator<Buffer> {
  if (split === 'Line') {
    yield* lineRecords(stream);
    return;
  }
  const records = split === 'TFRecord' ? tfRecords(stream) : recordIoRecords(stream);
  for await (const { framed, content } of records) yield strategy === 'SingleRecord' ? content : framed;
}

function sent(record: Buffer, object: DataObject, how: Splitting): Buffer {
  const body = how.association?.sent(record) ?? record;
  checkSize(body.length, object, how);
  return body;
}

const NEWLINE = Buffer.from('\n');

function batch(records: readonly Buffer[], bodies: readonly Buffer[], { split, association }: Splitting): Batch {
  const parts = split === 'Line' ? bodies.flatMap((line, index) => (index === 0 ? [line] : [NEWLINE, line])) : bodies;
  const [only] = parts;
  const body = only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
  return { body, records: association?.joins === true ? records : [] };
}

function chunksOf(object: DataObject, gzip: boolean, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
  return plain(object, gzip, signal);
}

async function plain(object: DataObject, gzip: boolean, signal: AbortSignal): Promise<Readable> {
  const raw = await object.open(signal);
  if (!gzip) return raw;
  const unpacked = createGunzip();
  // An error of either comes out of what is read.
  pipeline(raw, unpacked, () => undefined);
  return unpacked;
}

function isGzipError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));
}

function notGzip(object: DataObject): UserError {
  return new UserError(
    `“${object.name}” is no whole gzip file, which CompressionType Gzip says that it is.`,
    'Compress it anew, or leave CompressionType out.',
  );
}

function checkSize(bytes: number, object: DataObject, { maxPayloadBytes: limit, split }: Splitting): void {
  if (limit === 0 || bytes <= limit) return;
  throw new UserError(
    split === 'None'
      ? `“${object.name}” has ${bytes} bytes or more, and is sent whole; MaxPayloadInMB allows ${limit} (BATCH-03).`
      : `A record of “${object.name}” has ${bytes} bytes; MaxPayloadInMB allows ${limit} (BATCH-03).`,
    'Split the input by line (`SplitType: Line`), or raise MaxPayloadInMB (up to 100).',
  );
}
