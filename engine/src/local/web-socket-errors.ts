/** The server answered the handshake, but opened no WebSocket. */
export class WebSocketRefused extends Error {
  constructor(readonly status: number) {
    super(`it answered HTTP ${status}, not 101`);
  }
}

/** The server closed the WebSocket with a code that stands for an error. */
export class WebSocketClosed extends Error {
  constructor(
    readonly code: number,
    reason: string,
  ) {
    super(`it closed the stream with code ${code}${reason === '' ? '' : ` (${reason})`}`);
  }
}
