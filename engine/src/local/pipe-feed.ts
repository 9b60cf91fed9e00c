import { epochBytes } from './pipe-records';
import type { PipeItem, Wrapping } from './pipe-records';

/** One channel in Pipe mode. */
export interface Feed {
  /** The path of an epoch's pipe is this, `_` and its number. */
  readonly path: string;
  readonly wrapping: Wrapping;
  /** What is sent in an epoch, counted from 0. */
  items(epoch: number, signal: AbortSignal): Iterable<PipeItem> | AsyncIterable<PipeItem>;
}

/** The writing end of a named pipe that somebody has opened to read. */
export interface FifoWriter {
  /** False: the reader has closed it, and nothing more can be sent. */
  write(chunk: Buffer): Promise<boolean>;
  /** The reader finds the end, after what was written. */
  close(): Promise<void>;
}

/** Named pipes, wherever they are: on this machine, or beside the container in the engine. */
export interface Fifos {
  make(path: string): Promise<void>;
  /** Waits until somebody opens the pipe for reading. */
  opened(path: string, signal: AbortSignal): Promise<FifoWriter>;
  remove(path: string): Promise<void>;
}

/** Where the pipe of an epoch is. */
export function fifoPath(path: string, epoch: number): string {
  return `${path}_${epoch}`;
}

/**
 * Feeds one epoch after the other until the signal ends it; epoch 0's pipe must be there. The pipe of the next epoch is
 * there as soon as this one's is opened, and this one's is gone when its data is written or its reader has enough of it:
 * who reads has to close it before it opens the next.
 */
export async function feed(channel: Feed, fifos: Fifos, signal: AbortSignal): Promise<void> {
  try {
    for (let epoch = 0; ; epoch += 1) {
      const path = fifoPath(channel.path, epoch);
      const writer = await fifos.opened(path, signal);
      try {
        await fifos.make(fifoPath(channel.path, epoch + 1));
        await send(channel, epoch, writer, signal);
      } finally {
        // Removed first: a reader that finds the end must not find the pipe again.
        await fifos.remove(path);
        await writer.close();
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function send(channel: Feed, epoch: number, writer: FifoWriter, signal: AbortSignal): Promise<void> {
  for await (const chunk of epochBytes(channel.items(epoch, signal), channel.wrapping, signal)) {
    if (!(await writer.write(chunk))) return;
  }
}
