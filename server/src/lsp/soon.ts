/**
 * Runs the action when the messages that have already come are read, so that of several changes only the last counts.
 * Returns what gives it up. A timer would wait a whole millisecond, which is as long as a lint of a small file.
 */
export function soon(action: () => void): () => void {
  if (typeof setImmediate === 'undefined') {
    const timer = setTimeout(action, 0);
    return () => {
      clearTimeout(timer);
    };
  }
  // Twice: the connection asks for the next message only after this turn.
  let turn = setImmediate(() => {
    turn = setImmediate(action);
  });
  return () => {
    clearImmediate(turn);
  };
}
