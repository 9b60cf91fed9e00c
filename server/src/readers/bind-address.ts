import { HOLE } from './template';

/** Where a server binds, from text such as `0.0.0.0:8080`, `[::]:8080`, `:8080`, `unix:/tmp/x.sock`, `tcp://…`. Unknown parts are undefined. */
export interface BindAddress {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly socket: string | undefined;
  /** True when the host, or the port, is there and can't be known. */
  readonly hostUnknown: boolean;
  readonly portUnknown: boolean;
}

const NOTHING: BindAddress = {
  host: undefined,
  port: undefined,
  socket: undefined,
  hostUnknown: false,
  portUnknown: false,
};

/** Reads a bind address; `HOLE`s mark unknown parts. An empty host or `*` means all interfaces. */
export function parseBindAddress(text: string): BindAddress {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === HOLE) return { ...NOTHING, hostUnknown: true, portUnknown: true };
  const socket =
    /^(?:http\+)?unix:(?:\/\/(?=\/))?(.*)$/s.exec(trimmed)?.[1] ?? (trimmed.startsWith('/') ? trimmed : undefined);
  if (socket !== undefined) return { ...NOTHING, socket };
  if (/^fd:/.test(trimmed)) return { ...NOTHING, hostUnknown: true, portUnknown: true };
  const bare = trimmed.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/s, '');
  const six = /^\[([^\]]*)\](?::(.*))?$/s.exec(bare);
  if (six) return withParts(six[1] ?? '', six[2]);
  const colon = bare.lastIndexOf(':');
  if (colon < 0) return withParts(bare, undefined);
  return withParts(bare.slice(0, colon), bare.slice(colon + 1));
}

/** A port number, or undefined. */
export function parsePort(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^\d{1,5}$/.test(trimmed)) return undefined;
  const port = Number(trimmed);
  return port <= 65_535 ? port : undefined;
}

/** Empty and `*` are all interfaces in every server we read. */
export function normalHost(host: string): string {
  return host === '' || host === '*' ? '0.0.0.0' : host;
}

function withParts(host: string, port: string | undefined): BindAddress {
  const hostUnknown = host.includes(HOLE);
  const number = port === undefined ? undefined : parsePort(port);
  return {
    host: hostUnknown ? undefined : normalHost(host),
    port: number,
    socket: undefined,
    hostUnknown,
    portUnknown: port !== undefined && number === undefined,
  };
}
