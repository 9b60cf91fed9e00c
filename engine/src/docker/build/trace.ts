import type { BuildStep, OnBuildEvent } from './events';
import type { LineSplitter } from '../split-lines';
import { stepLines } from './log-lines';
import { bytesOf, decodeMessage, type Fields, flagOf, messageOf, messagesOf, numberOf, textOf } from './schema';
import { parseStepName, type StepName } from './step-name';

/** Lines of a failed step that are kept to explain the failure. */
const TAIL = 20;
const STDERR = 2;

export interface FailedStep extends StepName {
  readonly error: string;
  readonly tail: readonly string[];
}

export interface Trace {
  /** Takes the `aux` of a line with the id `moby.buildkit.trace`. */
  push(aux: string): void;
  /** Takes a StatusResponse message. */
  take(status: Fields): void;
  /** Gives out what is left of unfinished log lines. */
  end(): void;
  /** The step that failed, not those that were cancelled because of it. */
  failed(): FailedStep | undefined;
}

interface Vertex {
  readonly name: StepName;
  readonly splitters: Map<'stdout' | 'stderr', LineSplitter>;
  readonly tail: string[];
  last: string;
  error: string;
}

/** Turns BuildKit's trace (StatusResponse messages) into events. `lineOf` finds a step in the Dockerfile. */
export function createTrace(onEvent: OnBuildEvent, lineOf: (step: StepName) => number | undefined): Trace {
  const vertexes = new Map<string, Vertex>();
  const find = (digest: string): Vertex => {
    const known = vertexes.get(digest);
    if (known !== undefined) {
      return known;
    }
    const fresh = { name: parseStepName(''), splitters: new Map(), tail: [], last: '', error: '' };
    vertexes.set(digest, fresh);
    return fresh;
  };
  const write = (id: string, vertex: Vertex, stream: 'stdout' | 'stderr', lines: readonly string[]): void => {
    for (const text of lines) {
      vertex.tail.push(text);
      if (vertex.tail.length > TAIL) {
        vertex.tail.shift();
      }
      onEvent({ kind: 'log', id, stream, text });
    }
  };
  const flush = (id: string, vertex: Vertex): void => {
    for (const [stream, splitter] of vertex.splitters) {
      write(id, vertex, stream, splitter.end());
    }
  };
  const takeVertex = (fields: Fields): void => {
    const id = textOf(fields, 'digest');
    const vertex = Object.assign(find(id), { name: parseStepName(textOf(fields, 'name')) });
    vertex.error = textOf(fields, 'error') || vertex.error;
    const step = toStep(id, vertex.name, fields, lineOf);
    // The same state is sent again and again.
    const state = step === undefined ? '' : `${step.state} ${step.cached}`;
    if (step === undefined || state === vertex.last) {
      return;
    }
    vertex.last = state;
    if (step.state !== 'running') {
      flush(id, vertex);
    }
    onEvent(step);
  };
  const takeLog = (fields: Fields): void => {
    const id = textOf(fields, 'vertex');
    const vertex = find(id);
    const stream = numberOf(fields, 'stream') === STDERR ? 'stderr' : 'stdout';
    const splitter = vertex.splitters.get(stream) ?? stepLines();
    vertex.splitters.set(stream, splitter);
    write(id, vertex, stream, splitter.push(bytesOf(fields, 'msg')));
  };
  const take = (status: Fields): void => {
    // Logs first: a message that ends a step may carry its last lines.
    const started = messagesOf(status, 'vertexes');
    started.filter((vertex) => !isOver(vertex)).forEach(takeVertex);
    messagesOf(status, 'logs').forEach(takeLog);
    messagesOf(status, 'statuses').forEach((fields) => {
      takeStatus(fields, onEvent);
    });
    messagesOf(status, 'warnings').forEach((fields) => {
      takeWarning(fields, onEvent);
    });
    started.filter(isOver).forEach(takeVertex);
  };
  return {
    push(aux) {
      take(decodeMessage('StatusResponse', Buffer.from(aux, 'base64')));
    },
    take,
    end() {
      for (const [id, vertex] of vertexes) {
        flush(id, vertex);
      }
    },
    failed() {
      const failed = [...vertexes.values()].filter(({ error }) => error !== '' && !isCancellation(error));
      // A step counts before the internal work that failed with it.
      const vertex = failed.find(({ name }) => name.step !== undefined) ?? failed[0];
      return vertex && { ...vertex.name, error: vertex.error, tail: [...vertex.tail] };
    },
  };
}

function isOver(fields: Fields): boolean {
  return messageOf(fields, 'completed') !== undefined || textOf(fields, 'error') !== '' || flagOf(fields, 'cached');
}

function isCancellation(error: string): boolean {
  return /context canceled|^canceled/i.test(error);
}

function toStep(
  id: string,
  name: StepName,
  fields: Fields,
  lineOf: (step: StepName) => number | undefined,
): BuildStep | undefined {
  const error = textOf(fields, 'error');
  if (messageOf(fields, 'started') === undefined && !isOver(fields)) {
    return undefined;
  }
  const failure = isCancellation(error) ? 'canceled' : 'failed';
  const state = error !== '' ? failure : isOver(fields) ? 'done' : 'running';
  return { kind: 'step', id, ...name, cached: flagOf(fields, 'cached'), state, line: lineOf(name) };
}

function takeStatus(fields: Fields, onEvent: OnBuildEvent): void {
  const total = numberOf(fields, 'total');
  const current = numberOf(fields, 'current');
  if (total > 0 || current > 0) {
    onEvent({
      kind: 'transfer',
      id: textOf(fields, 'vertex'),
      name: textOf(fields, 'name') || textOf(fields, 'id'),
      // The engine counts the tar around the files too.
      current: total > 0 ? Math.min(current, total) : current,
      total: total > 0 ? total : undefined,
    });
  }
}

function takeWarning(fields: Fields, onEvent: OnBuildEvent): void {
  const range = messagesOf(fields, 'ranges')[0];
  const start = range && messageOf(range, 'start');
  const line = start === undefined ? 0 : numberOf(start, 'line');
  onEvent({
    kind: 'warning',
    message: new TextDecoder().decode(bytesOf(fields, 'short')),
    url: textOf(fields, 'url') || undefined,
    line: line > 0 ? line : undefined,
  });
}
