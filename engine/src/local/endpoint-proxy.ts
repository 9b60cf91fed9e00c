import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PAYLOAD_LIMIT_BYTES } from '../../../contract/serving';
import type { SageMaker } from '../sagemaker';
import { sendAccepted, sendAnswer, sendError, sendStream } from './endpoint-proxy-answer';
import { asyncInvocationOf, callOf, invocationOf } from './endpoint-proxy-request';
import type { ProxyCall } from './endpoint-proxy-request';

const LOOPBACK = '127.0.0.1';
const LOOPBACK_HOSTS = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;
/** What an endpoint takes at most; a smaller limit of its own is looked at when it is invoked. */
const MOST_BYTES = PAYLOAD_LIMIT_BYTES['real-time'].value;

export interface EndpointProxy {
  /** `http://127.0.0.1:<port>`: what `endpoint_url` of a sagemaker-runtime client has to be. */
  readonly url: string;
  /** Breaks off what is under way. Safe to call again. */
  close(): Promise<void>;
}

type Runtime = Pick<SageMaker, 'invokeEndpoint' | 'invokeEndpointWithResponseStream' | 'invokeEndpointAsync'>;

/**
 * The SageMaker Runtime API on a free port of the loopback interface, for people's own clients: boto3 and the other SDKs,
 * curl. Signatures are not looked at. Requests under another host name are refused, so that no web page reaches it by a
 * name that it has pointed here.
 */
export async function startEndpointProxy(sagemaker: Runtime): Promise<EndpointProxy> {
  const server = createServer((request, response) => {
    void handle(sagemaker, request, response);
  });
  // The runtime API waits for slow containers; the invocation itself has the time limit.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://${LOOPBACK}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function handle(sagemaker: Runtime, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort(new Error('The client has gone.'));
  });
  const call = callOf(request.method, request.url);
  if (!LOOPBACK_HOSTS.test(request.headers.host ?? '') || request.headers.origin !== undefined) {
    response.writeHead(403, { Connection: 'close' }).end();
  } else if (call === undefined) {
    response.writeHead(404, { 'x-amzn-ErrorType': 'UnknownOperationException', Connection: 'close' }).end();
  } else {
    try {
      await answer(sagemaker, call, request, response, gone.signal);
    } catch (error) {
      sendError(response, error);
    }
  }
}

async function answer(
  sagemaker: Runtime,
  { endpoint, operation }: ProxyCall,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  switch (operation) {
    case 'async-invocations':
      sendAccepted(response, await sagemaker.invokeEndpointAsync(endpoint, asyncInvocationOf(request), signal));
      return;
    case 'invocations-response-stream': {
      const invocation = await invocationOf(request, true, MOST_BYTES);
      await sendStream(response, await sagemaker.invokeEndpointWithResponseStream(endpoint, invocation, signal));
      return;
    }
    case 'invocations': {
      const invocation = await invocationOf(request, false, MOST_BYTES);
      sendAnswer(response, await sagemaker.invokeEndpoint(endpoint, invocation, signal));
      return;
    }
  }
}
