import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { blanked, endOfLine, type Escape, logicalLine, nextLine } from './continuation';
import type { HeredocBlock } from './heredocs';
import type { Layout, RawInstruction } from './layout';

/** A line that begins as almost all lines do: blank, a comment, or a keyword with a blank or nothing behind it. */
const FIRST = /^[ \t]*(?:$|#|([A-Za-z]+)(?=[ \t]|$))/;
const COMMENT = /^[ \t]*#/;

/**
 * The instructions and comments of a text in which every line begins as almost all lines do, found in one walk over
 * the lines behind the directives; undefined when there is another line. The outcome is that of dockerfile-ast, which
 * takes ten times as long; `text` must hold nothing that it reads in its own way (see layout.ts).
 */
export function readPlainLayout(
  document: TextDocument,
  directivesEnd: number,
  escape: Escape,
  blocks: ReadonlyMap<number, HeredocBlock>,
): Pick<Layout, 'code' | 'instructions' | 'comments'> | undefined {
  const text = document.getText();
  const instructions: RawInstruction[] = [];
  const comments: { text: string; range: Range }[] = [];
  let code = '';
  let copied = 0;
  for (let at = directivesEnd; at < text.length;) {
    const lineEnd = endOfLine(text, at);
    const line = text.slice(at, lineEnd);
    const match = FIRST.exec(line);
    if (match === null) return undefined;
    const word = match[1];
    if (word === undefined) {
      if (match[0].endsWith('#')) comments.push(commentAt(document, at, line));
      at = nextLine(text, at);
      continue;
    }
    const start = at + match[0].length - word.length;
    const { end, marked } = logicalLine(text, start, escape);
    const block = blocks.get(start);
    instructions.push({
      keyword: word.toUpperCase(),
      keywordEnd: start + word.length,
      start,
      codeEnd: end,
      end: Math.max(block?.end ?? 0, end),
      marked,
      block,
    });
    for (let inner = nextLine(text, start); inner < end; inner = nextLine(text, inner)) {
      const own = text.slice(inner, endOfLine(text, inner));
      if (COMMENT.test(own)) comments.push(commentAt(document, inner, own));
    }
    code += text.slice(copied, start) + blanked(marked);
    copied = end;
    at = nextLine(text, Math.max(block?.end ?? 0, end));
  }
  return { code: code + text.slice(copied), instructions, comments };
}

function commentAt(document: TextDocument, at: number, line: string): { text: string; range: Range } {
  const hash = line.indexOf('#');
  return {
    text: line.slice(hash + 1).trim(),
    range: { start: document.positionAt(at + hash), end: document.positionAt(at + line.length) },
  };
}
