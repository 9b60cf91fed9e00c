/** Files above it are not read. */
export const MAX_TEXT_BYTES = 1024 * 1024;

/** The text when it is one: not binary (no NUL) and not huge. */
export function usableText(text: string): string | undefined {
  return text.length > MAX_TEXT_BYTES || text.includes('\u0000') ? undefined : text;
}
