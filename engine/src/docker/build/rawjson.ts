import type { Fields } from './schema';

/**
 * A line of `docker buildx build --progress rawjson` as the StatusResponse message that it was made of: BuildKit's
 * client.SolveStatus as Go writes it to JSON (moby/buildkit, client/graph.go; one a line, on stderr, by
 * util/progress/progressui/display.go). undefined: it is no such line, but text for people.
 */
export function readRawJson(line: string): Fields | undefined {
  if (!line.startsWith('{')) return undefined;
  let status: unknown;
  try {
    status = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(status)) return undefined;
  return {
    vertexes: records(status['vertexes']).map((vertex) => ({
      ...vertex,
      started: moment(vertex['started']),
      completed: moment(vertex['completed']),
    })),
    statuses: records(status['statuses']),
    logs: records(status['logs']).map((log) => ({ ...log, msg: bytes(log['data']) })),
    warnings: records(status['warnings']).map((warning) => ({
      ...warning,
      short: bytes(warning['short']),
      ranges: records(warning['range']),
    })),
  };
}

/** Only whether it is there counts. */
function moment(value: unknown): Fields | undefined {
  return typeof value === 'string' ? {} : undefined;
}

function bytes(value: unknown): Uint8Array {
  return Buffer.from(typeof value === 'string' ? value : '', 'base64');
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
