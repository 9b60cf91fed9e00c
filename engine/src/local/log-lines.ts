import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from '../sagemaker';

/** Docker keeps a longer line in parts of this many bytes, and puts the time before each of them. */
const PART = 16 * 1024;
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) /;
const LONGEST_STAMP = 31;

export interface StampedLine {
  /** As the engine wrote it, to the nanosecond. */
  readonly stamp: string;
  readonly text: string;
}

/** Cuts what the engine sends with times into lines. One for each stream; data may be cut anywhere. */
export function stampedLines(): { push(data: Buffer): readonly StampedLine[]; end(): readonly StampedLine[] } {
  let rest = Buffer.alloc(0);
  return {
    push: (data) => {
      rest = Buffer.concat([rest, data]);
      const lines: StampedLine[] = [];
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        lines.push(stamped(rest.subarray(0, end)));
        rest = rest.subarray(end + 1);
      }
      return lines;
    },
    end: () => {
      const last = rest;
      rest = Buffer.alloc(0);
      return last.length === 0 ? [] : [stamped(last)];
    },
  };
}

function stamped(line: Buffer): StampedLine {
  const stamp = stampOf(line);
  const decoder = new StringDecoder('utf8');
  let left = line.subarray(lengthOf(stamp));
  let text = '';
  while (left.length > 0) {
    text += decoder.write(left.subarray(0, PART));
    left = left.subarray(PART);
    left = left.subarray(lengthOf(stampOf(left)));
  }
  text += decoder.end();
  return { stamp: stamp ?? new Date().toISOString(), text: text.endsWith('\r') ? text.slice(0, -1) : text };
}

function stampOf(data: Buffer): string | undefined {
  return STAMP.exec(data.toString('latin1', 0, LONGEST_STAMP))?.[1];
}

function lengthOf(stamp: string | undefined): number {
  return stamp === undefined ? 0 : stamp.length + 1;
}

/** A line of `<host>.log`. */
export function logText(stream: LogLine['stream'], line: StampedLine): string {
  return `${line.stamp} ${stream} ${line.text}\n`;
}

/** Reads a line of `<host>.log` back; undefined when it is none. */
export function parseLogText(host: string, line: string): LogLine | undefined {
  const [, stamp, stream, text] = /^(\S+) (stdout|stderr) (.*)$/s.exec(line) ?? [];
  if (stamp === undefined || text === undefined) return undefined;
  const time = new Date(stamp);
  if (Number.isNaN(time.getTime())) return undefined;
  return { host, stream: stream === 'stderr' ? 'stderr' : 'stdout', time, text };
}

/** The engine's `since` for lines after this stamp: seconds and nanoseconds. */
export function sinceOf(stamp: string): string {
  const [, , fraction = ''] = /^([^.]*)(?:\.(\d+))?Z$/.exec(stamp) ?? [];
  const seconds = Math.floor(new Date(stamp).getTime() / 1000);
  return `${seconds}.${fraction.padEnd(9, '0').slice(0, 9)}`;
}
