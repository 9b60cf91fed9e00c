import type { Instruction } from './types';

const KEYWORDS = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);
/** The shell has its own use for braces and angle brackets; there only what no script says counts. */
const SHELL_LIKE = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL']);

/** False for templates that become a Dockerfile only later, and for text that is something else. */
export function isWellFormed(instructions: readonly Instruction[]): boolean {
  const first = instructions.find((it) => it.keyword !== 'ARG');
  if (first?.keyword !== 'FROM' || first.onbuild) return false;
  const strange = instructions.filter((it) => !KEYWORDS.has(it.keyword)).length;
  if (strange * 2 > instructions.length) return false;
  return !instructions.some(isTemplate);
}

function isTemplate(instruction: Instruction): boolean {
  const { keyword, argumentsText } = instruction;
  if (/^(?:\{\{|\{%|<%|\{#)/.test(keyword)) return true;
  if (/<REPLACE\w*>|<%[=\-\s]/i.test(argumentsText)) return true;
  if (SHELL_LIKE.has(keyword)) return hasBareBraces(argumentsText);
  if (/\{\{|\{%/.test(argumentsText)) return true;
  return (
    keyword === 'FROM' && /__\w+__|[<>{}]|%\w+%|@\w+@/.test(instruction.words[0]?.raw.replace(/\$\{[^}]*\}/g, '') ?? '')
  );
}

/** `{{ name }}` outside quotes: inside them it is mostly a Go template for docker, go or git. */
function hasBareBraces(text: string): boolean {
  if (!/\{\{|\{%/.test(text)) return false;
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/gs, '');
  return /\{\{-?\s*[A-Za-z_]|\{%-?\s*[a-z]/.test(bare);
}
