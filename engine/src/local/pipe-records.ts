import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UserError } from '../user-error';
import type { DataObject } from './data-object';
import { recordIo } from './pipe-record-io';
import { errorCode } from '../docker/error-code';

/** One thing that is sent through a pipe: an object, or a text out of an augmented manifest. */
export interface PipeItem {
  /** For the sentences about what is wrong with it. */
  readonly name: string;
  open(signal: AbortSignal): Promise<Readable | Buffer>;
}

export interface Wrapping {
  /** Each object is unpacked before it is sent. */
  readonly gzip: boolean;
  /** Each item becomes one RecordIO record. */
  readonly recordio: boolean;
}

/** An object of S3 or a file. */
export function objectItem(object: DataObject): PipeItem {
  return { name: object.name, open: (signal) => object.open(signal) };
}

/** A text out of a manifest. */
export function textItem(name: string, text: string): PipeItem {
  return { name, open: () => Promise.resolve(Buffer.from(text, 'utf8')) };
}

/** The bytes of one epoch: item after item, with nothing between them. Only a RecordIO record is held in memory whole. */
export async function* epochBytes(
  items: Iterable<PipeItem> | AsyncIterable<PipeItem>,
  how: Wrapping,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  for await (const item of items) {
    signal.throwIfAborted();
    const content = contentOf(item.name, await item.open(signal), how);
    if (how.recordio) yield recordIo(await whole(content));
    else yield* content;
  }
}

type Content = Iterable<Buffer> | AsyncIterable<Buffer>;

function contentOf(name: string, opened: Readable | Buffer, how: Wrapping): Content {
  if (Buffer.isBuffer(opened)) return [opened];
  return how.gzip ? unpacked(name, opened) : (opened as AsyncIterable<Buffer>);
}

async function whole(content: Content): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* unpacked(name: string, packed: Readable): AsyncGenerator<Buffer> {
  const plain = createGunzip();
  const ended = pipeline(packed, plain);
  ended.catch(() => undefined);
  try {
    yield* plain as AsyncIterable<Buffer>;
    await ended;
  } catch (error) {
    throw String(errorCode(error)).startsWith('Z_') ? notGzip(name) : error;
  } finally {
    // A reader that stops early leaves the rest.
    packed.destroy();
  }
}

function notGzip(name: string): UserError {
  return new UserError(
    `“${name}” is not packed by gzip, though the job says so; on SageMaker the job fails as well.`,
    'Leave the compression type out, or pack the files.',
  );
}
