import { jsonLines } from '../json-lines';

/** One line of the engine's answer to a build. */
export type AnswerLine = Readonly<Record<string, unknown>>;

/** The JSON objects of a streamed answer, one per line, as they come. Lines that are no object are left out. */
export async function* answerLines(response: AsyncIterable<Uint8Array>): AsyncGenerator<AnswerLine> {
  for await (const value of jsonLines(response)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) yield { ...value };
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
