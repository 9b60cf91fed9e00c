import { EventStreamCodec } from '@smithy/core/event-streams';

const codec = new EventStreamCodec(
  (bytes: Uint8Array) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
);

/** One event of AWS's event streams, as it goes over the wire. `exception`: the stream tells of an error. */
export function eventMessage(
  type: string,
  body: Uint8Array | object,
  kind: 'event' | 'exception' = 'event',
): Uint8Array {
  const isBytes = body instanceof Uint8Array;
  const text = (value: string) => ({ type: 'string' as const, value });
  return codec.encode({
    headers: {
      ':message-type': text(kind),
      [kind === 'event' ? ':event-type' : ':exception-type']: text(type),
      ':content-type': text(isBytes ? 'application/octet-stream' : 'application/json'),
    },
    body: isBytes ? body : new TextEncoder().encode(JSON.stringify(body)),
  });
}
