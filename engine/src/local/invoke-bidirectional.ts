import { BIDIRECTIONAL_LABEL, CAPABILITY_VALUE } from '../../../contract/labels';
import { BIDIRECTIONAL_PATH, INVOCATION_TIMEOUT_SECONDS } from '../../../contract/serving';
import { ModelError, ModelStreamError, validationException } from '../named-errors';
import type { HostState } from './state';
import { openWebSocket } from './web-socket';
import type { WebSocketConnection, WebSocketMessage } from './web-socket';
import { WebSocketRefused } from './web-socket-errors';

/** InvokeEndpointWithBidirectionalStream: messages go to the container while others come from it. */
export interface BidirectionalInvocation {
  readonly body: AsyncIterable<WebSocketMessage> | Iterable<WebSocketMessage>;
  readonly targetVariant?: string;
  /** In place of `/invocations-bidirectional-stream`. */
  readonly modelInvocationPath?: string;
  /** Without its `?`. */
  readonly modelQueryString?: string;
  /** After the last of the body: the stream is closed when the container says nothing for so long. */
  readonly quietSeconds: number;
}

/** Where it goes. */
export interface BidirectionalRoute {
  readonly hosts: readonly HostState[];
  readonly last: HostState;
  readonly variant: string;
  /** Of the last one's image; undefined: not known. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

/** Opens the stream to the container; its messages come until it closes the stream, or the time is over. */
export async function streamBothWays(
  route: BidirectionalRoute,
  invocation: BidirectionalInvocation,
  signal: AbortSignal,
): Promise<AsyncIterable<WebSocketMessage>> {
  checkRoute(route);
  const { last, variant } = route;
  const { modelInvocationPath = BIDIRECTIONAL_PATH, modelQueryString } = invocation;
  const path = `/${modelInvocationPath.replace(/^\//, '')}${modelQueryString === undefined ? '' : `?${modelQueryString}`}`;
  const { address, port } = last;
  const timeoutMs = INVOCATION_TIMEOUT_SECONDS['real-time'].value * 1000;
  try {
    return conversation(await openWebSocket({ address, port, path, timeoutMs }, signal), last.host, invocation, signal);
  } catch (error) {
    signal.throwIfAborted();
    const status = error instanceof WebSocketRefused ? error.status : 0;
    const text = `no WebSocket opens at ${path}: ${messageOf(error)} (STREAM-03)`;
    throw new ModelError(
      `Received server error (${status}) from ${last.host} with message "${text}".`,
      status,
      text,
      variant,
    );
  }
}

function checkRoute({ hosts, last, labels }: BidirectionalRoute): void {
  if (hosts.length > 1) {
    throw validationException(
      'A stream in both directions goes to one container; this variant is a pipeline of several.',
      'Use a model with one container.',
    );
  }
  if (labels === undefined || labels[BIDIRECTIONAL_LABEL] === CAPABILITY_VALUE) return;
  throw validationException(
    `The image of “${last.host}” has no label ${BIDIRECTIONAL_LABEL}=${CAPABILITY_VALUE}, so SageMaker opens no stream in both directions to it (STREAM-02).`,
    `Add \`LABEL ${BIDIRECTIONAL_LABEL}=${CAPABILITY_VALUE}\` to the Dockerfile.`,
  );
}

async function* conversation(
  socket: WebSocketConnection,
  host: string,
  { body, quietSeconds }: BidirectionalInvocation,
  signal: AbortSignal,
): AsyncGenerator<WebSocketMessage> {
  let sent = false;
  let quiet: NodeJS.Timeout | undefined;
  const listen = () => {
    clearTimeout(quiet);
    if (sent) quiet = setTimeout(() => void socket.close(), quietSeconds * 1000);
  };
  const sending = sendAll(socket, body, signal).then(() => {
    sent = true;
    listen();
  });
  // What it says of a body that can't be read is thrown below, when the messages end.
  sending.catch(() => socket.close());
  try {
    for await (const message of socket.messages) {
      listen();
      yield message;
    }
    await sending;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    throw new ModelStreamError(`The stream with the container ${host} broke: ${error.message}.`, 'StreamBroken');
  } finally {
    clearTimeout(quiet);
    await socket.close();
  }
}

async function sendAll(
  socket: WebSocketConnection,
  body: BidirectionalInvocation['body'],
  signal: AbortSignal,
): Promise<void> {
  for await (const message of body) {
    signal.throwIfAborted();
    if (socket.closed) return;
    await socket.send(message);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
