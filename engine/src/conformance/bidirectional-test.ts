import { BIDIRECTIONAL_LABEL, CAPABILITY_VALUE } from '../../../contract/labels';
import { BIDIRECTIONAL_PATH, PING_PATH } from '../../../contract/serving';
import { openWebSocket } from '../local/web-socket';
import type { WebSocketConnection } from '../local/web-socket';
import { answersPing } from './ask';
import { result } from './catalogue';
import type { Asked } from './invocation-tests';
import type { ConformanceResult } from './types';

const OPEN_MS = 10_000;
const PONG_MS = 5_000;

/** Opens a stream as SageMaker does for an image with the label; what the container would say is its own affair. */
export async function bidirectional({ at, labels, signal }: Asked): Promise<ConformanceResult> {
  const id = 'bidirectional-stream';
  if (labels[BIDIRECTIONAL_LABEL] !== CAPABILITY_VALUE) {
    return result(id, 'skipped', ['The image has no label that promises it.']);
  }
  const begun = Date.now();
  let socket: WebSocketConnection;
  try {
    const { address, port } = at;
    socket = await openWebSocket({ address, port, path: BIDIRECTIONAL_PATH, timeoutMs: OPEN_MS }, signal);
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return result(id, 'failed', [`WebSocket ${BIDIRECTIONAL_PATH}: ${why}`]);
  }
  try {
    const opened = `WebSocket ${BIDIRECTIONAL_PATH}: open after ${Date.now() - begun} ms`;
    const pong = await socket.ping(PONG_MS);
    const healthy = await answersPing(at, signal);
    return result(id, pong && healthy ? 'passed' : 'failed', [
      opened,
      pong ? 'It answers a Ping frame.' : `It does not answer a Ping frame within ${PONG_MS / 1000} s.`,
      healthy ? `${PING_PATH} meanwhile: HTTP 200` : `${PING_PATH} meanwhile: not healthy`,
    ]);
  } finally {
    await socket.close();
  }
}
