import * as http from 'node:http';
import * as https from 'node:https';
import type { Env } from './aws-files';

const SOCKETS = 50;

/**
 * Connections that go through the proxy of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Node does that from 22.21 and 24.5 on;
 * an older one takes no notice. In VS Code its own proxy settings come first: it replaces agents.
 */
export function agents(env: Env): { readonly httpAgent: http.Agent; readonly httpsAgent: https.Agent } {
  // Agents are within errors and responses, where the rest of the environment has no business.
  const proxyEnv = Object.fromEntries(Object.entries(env).filter(([name]) => /_proxy$/i.test(name)));
  const options = { keepAlive: true, maxSockets: SOCKETS, proxyEnv };
  return { httpAgent: new http.Agent(options), httpsAgent: new https.Agent(options) };
}
