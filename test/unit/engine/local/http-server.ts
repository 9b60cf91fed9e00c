import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { afterEach } from 'vitest';
import type { HostState } from '../../../../engine/src/local/state';

/** A server in place of a container’s, for one test. */
export function servers(): (listener: RequestListener) => Promise<HostState> {
  const open: Server[] = [];
  afterEach(async () => {
    for (const server of open.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
  return async (listener) => {
    const server = createServer(listener);
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return { host: 'v', container: 'c', address: '127.0.0.1', port };
  };
}
