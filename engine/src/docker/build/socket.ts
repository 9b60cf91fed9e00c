import http from 'node:http';
import https from 'node:https';
import type { EngineSocket } from '../engine';

export interface EngineRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: http.OutgoingHttpHeaders;
}

/** Starts a request on a connection of its own; the caller ends it. */
export function requestEngine(socket: EngineSocket, request: EngineRequest): http.ClientRequest {
  const options = { ...request, agent: false } as const;
  if ('socketPath' in socket) {
    return http.request({ ...options, socketPath: socket.socketPath });
  }
  const { host, port, tls } = socket;
  if (tls === undefined) {
    return http.request({ ...options, host, port });
  }
  const { ca, cert, key, verify } = tls;
  return https.request({ ...options, host, port, ca, cert, key, rejectUnauthorized: verify });
}

/** The path with its parameters; undefined ones are left out. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) {
      query.set(name, value);
    }
  }
  return `${path}?${query.toString()}`;
}

/** Sends a request without a body and waits for the end of its answer. */
export function postEmpty(socket: EngineSocket, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = requestEngine(socket, { method: 'POST', path });
    request.on('error', reject);
    request.on('response', (response) => {
      response.resume();
      response.on('error', reject);
      response.on('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    request.setTimeout(5_000, () => request.destroy(new Error('The engine did not answer in time.')));
    request.end();
  });
}
