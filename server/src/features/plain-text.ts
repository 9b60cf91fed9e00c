/** Markdown of this server's own making as plain text: marks go, links show their address. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]\n]{1,200})\]\(([^)\s]{1,500})\)/g, '$1: $2')
    .replaceAll('**', '')
    .replaceAll('`', '');
}
