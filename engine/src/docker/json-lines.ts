import type { Readable } from 'node:stream';

/** The JSON values of a stream that holds one a line. What is no JSON is passed over. */
export async function* jsonLines(stream: Readable): AsyncGenerator {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* parsed(line);
  }
  yield* parsed(rest);
}

function* parsed(line: string): Generator {
  if (line.trim() === '') return;
  try {
    yield JSON.parse(line) as unknown;
  } catch {
    // Half a line of an engine that died: its connection's error says so.
  }
}
