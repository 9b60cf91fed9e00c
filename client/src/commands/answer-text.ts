/** An answer of an endpoint, as an editor shows it. */
export interface AnswerText {
  readonly text: string;
  readonly language: string;
}

const LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/\bjsonlines\b|\bx-ndjson\b/, 'jsonl'],
  [/\bjson\b/, 'json'],
  [/\bcsv\b/, 'csv'],
  [/\bhtml\b/, 'html'],
  [/\bxml\b/, 'xml'],
];

/** The text of an answer in the language of its content type; JSON is laid out. Of bytes that are no text, how many they are. */
export function answerText(body: Uint8Array, contentType: string | undefined): AnswerText {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return { text: `${body.length} bytes of ${contentType ?? 'an unknown type'}\n`, language: 'plaintext' };
  }
  const language = languageOf(contentType);
  return { text: language === 'json' ? laidOut(text) : text, language };
}

/** The editor's language for a content type. */
export function languageOf(contentType: string | undefined): string {
  return LANGUAGES.find(([pattern]) => pattern.test(contentType ?? ''))?.[1] ?? 'plaintext';
}

function laidOut(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return text;
  }
}
