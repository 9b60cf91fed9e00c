/** Anything longer is no line of an engine. Characters. */
const LONGEST = 64 * 1024 * 1024;

/** The JSON values of a stream that holds one a line, as they come. What is no JSON is passed over. */
export async function* jsonLines(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST) throw new Error('The engine sent a line that does not end.');
    for (const line of lines) yield* parsed(line);
  }
  yield* parsed(rest + decoder.decode());
}

function* parsed(line: string): Generator {
  if (line.trim() === '') return;
  try {
    yield JSON.parse(line) as unknown;
  } catch {
    // Half a line of an engine that died: its connection's error says so.
  }
}
