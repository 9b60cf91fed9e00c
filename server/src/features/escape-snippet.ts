/** Text as it must stand in a snippet to come out unchanged. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
