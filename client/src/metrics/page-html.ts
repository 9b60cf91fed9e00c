import { STYLE } from './chart-style';
import type { PageTexts } from './messages';

export interface PageParts {
  readonly nonce: string;
  /** Where the webview finds the script. */
  readonly script: string;
  readonly texts: PageTexts;
  /** BCP 47. */
  readonly language: string;
  /** What the extension needs to open the page again after a reload. */
  readonly jobs: readonly unknown[];
}

/** The page: nothing is loaded from anywhere but the extension, and nothing runs but its one script. */
export function pageHtml({ nonce, script, texts, language, jobs }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(texts.title)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body data-texts="${escaped(JSON.stringify(texts))}" data-jobs="${escaped(JSON.stringify(jobs))}">
<main></main>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
