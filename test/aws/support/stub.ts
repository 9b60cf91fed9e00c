import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a service of AWS’s JSON protocol answers; a number is an HTTP status, with the error’s name. */
export type Answer = object | { readonly status: number; readonly error: string };

/** A server on loopback for what moto lacks. `answer` gets the operation and its input. */
export async function startStub(
  answer: (operation: string, input: unknown) => Answer,
): Promise<{ readonly url: string; readonly asked: readonly string[]; stop(): Promise<void> }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
      asked.push(operation);
      const said = answer(operation, JSON.parse(body));
      const failed = 'status' in said && 'error' in said;
      response.writeHead(failed ? said.status : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(failed ? { __type: said.error, message: 'as the test says' } : said));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
