import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An error of AWS’s JSON protocol, with its HTTP status. */
export interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a service of AWS’s JSON protocol answers. `reset`: the connection breaks; `silence`: nothing ever comes. */
export type Answer = object | Refusal | 'reset' | 'silence';

/** A server on loopback for what moto lacks. `answer` gets the operation, its input and the request’s headers. */
export async function startStub(
  answer: (operation: string, input: unknown, headers: IncomingHttpHeaders) => Answer,
): Promise<{ readonly url: string; readonly asked: readonly string[]; hungUp(): number; stop(): Promise<void> }> {
  const asked: string[] = [];
  let hungUp = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
      asked.push(operation);
      const input: unknown = body.startsWith('{') ? JSON.parse(body) : body;
      const said = answer(operation, input, request.headers);
      if (said === 'silence') {
        response.on('close', () => {
          hungUp += 1;
        });
        return;
      }
      if (said === 'reset') {
        request.socket.resetAndDestroy();
        return;
      }
      const { status, said: content, headers } = isRefusal(said) ? errorOf(said) : { status: 200, said, headers: {} };
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
      response.end(JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    /** Requests without an answer whose connection the caller has closed. */
    hungUp: () => hungUp,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isRefusal(said: object): said is Refusal {
  return 'status' in said && 'error' in said;
}

function errorOf({ status, error, message = 'as the test says', headers = {} }: Refusal) {
  return { status, said: { __type: error, message }, headers };
}
