import { Root } from 'protobufjs/light';

/**
 * The part of BuildKit's protocol that a build from a local folder needs. Field numbers are those of
 * moby/buildkit (api/services/control, session/secrets, session/auth) and tonistiigi/fsutil (types/wire.proto, stat.proto).
 */
const root = Root.fromJSON({
  nested: {
    HealthCheckResponse: { fields: { status: { type: 'int32', id: 1 } } },
    GetSecretRequest: { fields: { id: { type: 'string', id: 1 } } },
    GetSecretResponse: { fields: { data: { type: 'bytes', id: 1 } } },
    CredentialsRequest: { fields: { host: { type: 'string', id: 1 } } },
    CredentialsResponse: { fields: { username: { type: 'string', id: 1 }, secret: { type: 'string', id: 2 } } },
    Packet: {
      fields: {
        type: { type: 'int32', id: 1 },
        stat: { type: 'Stat', id: 2 },
        id: { type: 'uint32', id: 3 },
        data: { type: 'bytes', id: 4 },
      },
    },
    Stat: {
      fields: {
        path: { type: 'string', id: 1 },
        mode: { type: 'uint32', id: 2 },
        uid: { type: 'uint32', id: 3 },
        gid: { type: 'uint32', id: 4 },
        size: { type: 'int64', id: 5 },
        modTime: { type: 'int64', id: 6 },
        linkname: { type: 'string', id: 7 },
      },
    },
    StatusResponse: {
      fields: {
        vertexes: { rule: 'repeated', type: 'Vertex', id: 1 },
        statuses: { rule: 'repeated', type: 'VertexStatus', id: 2 },
        logs: { rule: 'repeated', type: 'VertexLog', id: 3 },
        warnings: { rule: 'repeated', type: 'VertexWarning', id: 4 },
      },
    },
    Timestamp: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
    Vertex: {
      fields: {
        digest: { type: 'string', id: 1 },
        name: { type: 'string', id: 3 },
        cached: { type: 'bool', id: 4 },
        started: { type: 'Timestamp', id: 5 },
        completed: { type: 'Timestamp', id: 6 },
        error: { type: 'string', id: 7 },
      },
    },
    VertexStatus: {
      fields: {
        id: { type: 'string', id: 1 },
        vertex: { type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        current: { type: 'int64', id: 4 },
        total: { type: 'int64', id: 5 },
        completed: { type: 'Timestamp', id: 8 },
      },
    },
    VertexLog: {
      fields: {
        vertex: { type: 'string', id: 1 },
        stream: { type: 'int64', id: 3 },
        msg: { type: 'bytes', id: 4 },
      },
    },
    VertexWarning: {
      fields: {
        vertex: { type: 'string', id: 1 },
        short: { type: 'bytes', id: 3 },
        url: { type: 'string', id: 5 },
        ranges: { rule: 'repeated', type: 'Range', id: 7 },
      },
    },
    Range: { fields: { start: { type: 'Position', id: 1 } } },
    Position: { fields: { line: { type: 'int32', id: 1 } } },
  },
});
root.resolveAll();

/** A decoded message: read its members with the functions below, which cope with anything. */
export type Fields = Readonly<Record<string, unknown>>;

export type MessageName =
  | 'HealthCheckResponse'
  | 'GetSecretRequest'
  | 'GetSecretResponse'
  | 'CredentialsRequest'
  | 'CredentialsResponse'
  | 'Packet'
  | 'StatusResponse';

export function encodeMessage(name: MessageName, fields: Fields): Uint8Array {
  const type = root.lookupType(name);
  return type.encode(type.fromObject(fields)).finish();
}

/** Throws on bytes that are no protobuf message. */
export function decodeMessage(name: MessageName, bytes: Uint8Array): Fields {
  const type = root.lookupType(name);
  return type.toObject(type.decode(bytes), { longs: Number, defaults: true, arrays: true });
}

export function textOf(fields: Fields, member: string): string {
  const value = fields[member];
  return typeof value === 'string' ? value : '';
}

export function numberOf(fields: Fields, member: string): number {
  const value = fields[member];
  return typeof value === 'number' ? value : 0;
}

export function flagOf(fields: Fields, member: string): boolean {
  return fields[member] === true;
}

export function bytesOf(fields: Fields, member: string): Uint8Array {
  const value = fields[member];
  return value instanceof Uint8Array ? value : new Uint8Array();
}

/** A nested message; undefined where it isn't set. */
export function messageOf(fields: Fields, member: string): Fields | undefined {
  const value = fields[member];
  return isFields(value) ? value : undefined;
}

export function messagesOf(fields: Fields, member: string): readonly Fields[] {
  const value = fields[member];
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
