import type { Range } from 'vscode-languageserver-types';
import type { Located, ServerStart } from '../readers/types';

/** A server read from text within a word of the Dockerfile: its places are that word. */
export function relocate(server: ServerStart, range: Range): ServerStart {
  const at = <T>(it: Located<T> | undefined): Located<T> | undefined => it && { value: it.value, range };
  return {
    ...server,
    range,
    host: at(server.host),
    port: at(server.port),
    socket: at(server.socket),
    workers: at(server.workers),
    threads: at(server.threads),
    timeout: at(server.timeout),
    otherPorts: server.otherPorts.map((it) => ({ value: it.value, range })),
  };
}
