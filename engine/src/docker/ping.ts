import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import { EngineError } from './engine';
import type { EnginePing, EngineSocket } from './engine';

/** What an HTTP client of Node needs to reach the engine. */
export function requestOptions(socket: EngineSocket): https.RequestOptions {
  if ('socketPath' in socket) return { socketPath: socket.socketPath };
  const { host, port, tls } = socket;
  if (tls === undefined) return { host, port };
  return { host, port, ca: tls.ca, cert: tls.cert, key: tls.key, rejectUnauthorized: tls.verify };
}

/** Node's client for the engine: https behind TLS, else http. */
export function httpClient(socket: EngineSocket): typeof http | typeof https {
  return 'socketPath' in socket || socket.tls === undefined ? http : https;
}

/** `GET /_ping`, without loading dockerode. */
export function ping(socket: EngineSocket, signal?: AbortSignal): Promise<EnginePing> {
  return new Promise((resolve, reject) => {
    const options = { ...requestOptions(socket), path: '/_ping', agent: false, ...(signal && { signal }) };
    const request = httpClient(socket).get(options, (response) => {
      response.resume();
      const header = (name: string) => {
        const value = response.headers[name];
        return typeof value === 'string' ? value : undefined;
      };
      if (response.statusCode !== 200) {
        reject(new EngineError(`GET /_ping answered ${response.statusCode ?? 0}`, response.statusCode ?? 0));
        return;
      }
      resolve({ apiVersion: header('api-version'), os: header('ostype'), server: header('server') });
    });
    request.on('error', reject);
  });
}

/** Whether the engine opens a BuildKit session: `POST /session` changes to HTTP/2. The connection is closed at once. */
export function opensSessions(socket: EngineSocket, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const request = httpClient(socket).request({
      ...requestOptions(socket),
      method: 'POST',
      path: '/session',
      agent: false,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'h2c',
        // Its own each time: two sessions of one name wait for each other.
        'X-Docker-Expose-Session-Uuid': randomUUID(),
        'X-Docker-Expose-Session-Name': 'probe',
      },
      ...(signal && { signal }),
    });
    request.on('upgrade', (_response, connection) => {
      connection.destroy();
      resolve(true);
    });
    request.on('response', (response) => {
      response.destroy();
      resolve(false);
    });
    request.on('error', () => {
      resolve(false);
    });
    request.end();
  });
}
