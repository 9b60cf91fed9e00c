import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import type { TransformPlan } from '../plan/types';
import { UserError } from '../user-error';
import type { PackedFile } from './pack';

/** One request of a batch transform job; undefined body: the file is empty, and so is its output. */
export interface Batch {
  readonly file: PackedFile;
  readonly body: Buffer | undefined;
}

/** What is sent for these files, in order: whole files, or lines, one or as many as fit. */
export async function* batchesOf(
  files: readonly PackedFile[],
  plan: Pick<TransformPlan, 'split' | 'strategy' | 'gzip' | 'maxPayloadBytes'>,
): AsyncGenerator<Batch> {
  for (const file of files) {
    let some = false;
    for await (const body of plan.split === 'Line' ? lineBatches(file, plan) : whole(file, plan)) {
      some = true;
      yield { file, body };
    }
    if (!some) yield { file, body: undefined };
  }
}

async function* whole(file: PackedFile, plan: Pick<TransformPlan, 'gzip' | 'maxPayloadBytes'>): AsyncGenerator<Buffer> {
  const raw = await fs.readFile(file.path);
  const body = plan.gzip ? gunzipSync(raw) : raw;
  if (body.length > 0) yield fitting(body, file, plan.maxPayloadBytes);
}

async function* lineBatches(
  file: PackedFile,
  plan: Pick<TransformPlan, 'strategy' | 'gzip' | 'maxPayloadBytes'>,
): AsyncGenerator<Buffer> {
  const limit = plan.maxPayloadBytes === 0 ? Infinity : plan.maxPayloadBytes;
  let batch: Buffer[] = [];
  let size = 0;
  const join = (): Buffer => Buffer.concat(batch.flatMap((line, index) => (index === 0 ? [line] : [NEWLINE, line])));
  for await (const line of linesOf(file, plan.gzip)) {
    if (line.length === 0) continue;
    fitting(line, file, plan.maxPayloadBytes);
    if (plan.strategy === 'SingleRecord') {
      yield line;
      continue;
    }
    if (batch.length > 0 && size + 1 + line.length > limit) {
      yield join();
      batch = [];
      size = 0;
    }
    size += line.length + (batch.length === 0 ? 0 : 1);
    batch.push(line);
  }
  if (batch.length > 0) yield join();
}

const NEWLINE = Buffer.from('\n');

/** Lines as bytes: what they hold is the container's affair. */
async function* linesOf(file: PackedFile, gzip: boolean): AsyncGenerator<Buffer> {
  const raw = createReadStream(file.path);
  const plain: Readable = gzip ? raw.pipe(createGunzip()) : raw;
  if (gzip) raw.on('error', (error) => plain.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of plain as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield withoutReturn(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield withoutReturn(rest);
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === 13 ? line.subarray(0, -1) : line;
}

function fitting(body: Buffer, file: PackedFile, limit: number): Buffer {
  if (limit === 0 || body.length <= limit) return body;
  throw new UserError(
    `A record of “${file.name}” has ${body.length} bytes; MaxPayloadInMB allows ${limit} (BATCH-03).`,
    'Split the input by line (`SplitType: Line`), or raise MaxPayloadInMB (up to 100).',
  );
}

/** Does several at a time and gives the results in the order of the inputs. */
export async function* inOrder<A, B>(
  inputs: AsyncIterable<A>,
  most: number,
  act: (input: A) => Promise<B>,
): AsyncGenerator<B> {
  const running: Promise<B>[] = [];
  for await (const input of inputs) {
    const one = act(input);
    one.catch(() => undefined);
    running.push(one);
    const first = running.length >= most ? running.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const one of running) yield await one;
}
