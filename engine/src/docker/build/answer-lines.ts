import type { IncomingMessage } from 'node:http';

/** One line of the engine's answer to a build. */
export type AnswerLine = Readonly<Record<string, unknown>>;

/** A line of base64 trace is far below this; anything longer is no answer of an engine. */
const LONGEST = 64 * 1024 * 1024;

/** The JSON objects of a streamed answer, one per line, as they come. Lines that are no JSON are left out. */
export async function* answerLines(response: IncomingMessage | AsyncIterable<Buffer>): AsyncGenerator<AnswerLine> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of response) {
    const bytes: unknown = chunk;
    rest += bytes instanceof Uint8Array ? decoder.decode(bytes, { stream: true }) : String(bytes);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST) {
      throw new Error('The engine sent a line that does not end.');
    }
    yield* lines.map(parse).filter((line) => line !== undefined);
  }
  const last = parse(rest + decoder.decode());
  if (last !== undefined) {
    yield last;
  }
}

/** The error in a line: the engine reports failures with status 200. */
export function errorIn(line: AnswerLine): string | undefined {
  const detail = line['errorDetail'];
  if (typeof detail === 'object' && detail !== null && 'message' in detail && typeof detail.message === 'string') {
    return detail.message;
  }
  return typeof line['error'] === 'string' ? line['error'] : undefined;
}

/** The id of the image in a line that announces one. */
export function imageIdIn(line: AnswerLine): string | undefined {
  const aux = line['aux'];
  return typeof aux === 'object' && aux !== null && 'ID' in aux && typeof aux.ID === 'string' ? aux.ID : undefined;
}

function parse(text: string): AnswerLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
