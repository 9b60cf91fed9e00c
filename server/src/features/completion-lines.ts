import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';
import { NO_BYTECODE_VARIABLE, PROGRAM_VARIABLE, UNBUFFERED_VARIABLE } from '../../../contract/environment';
import { LABELS, CAPABILITY_VALUE } from '../../../contract/labels';
import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import { CODE_DIR, PROGRAM_DIR } from '../../../contract/filesystem';
import { SERVING_PORT } from '../../../contract/serving';
import type { Role } from '../../../contract/roles';
import type { CompletionOptions } from './completion';
import { meantForSageMaker } from './completion-words';
import { rangeAround } from './cursor';
import type { Cursor } from './cursor';
import type { View } from './view';

interface Line {
  /** The whole line; `<name>` marks what is to be typed over. */
  readonly text: string;
  readonly detail: string;
  /** Roles for which it is offered. */
  readonly roles: readonly Role[];
}

const SERVING: readonly Role[] = ['inference', 'multi-model', 'pipeline'];

const LINES: readonly Line[] = [
  {
    text: `ENV ${PROGRAM_VARIABLE}=<train.py>`,
    detail: `Script in ${CODE_DIR} that the training toolkit runs`,
    roles: ['training'],
  },
  {
    text: `COPY <train.py> ${CODE_DIR}/<train.py>`,
    detail: 'Training code where the toolkit looks for it',
    roles: ['training'],
  },
  {
    text: `COPY --chmod=755 <${TRAIN_WORD}> ${PROGRAM_DIR}/${TRAIN_WORD}`,
    detail: `The program that \`docker run IMAGE ${TRAIN_WORD}\` starts`,
    roles: ['training'],
  },
  {
    text: `COPY --chmod=755 <${SERVE_WORD}> ${PROGRAM_DIR}/${SERVE_WORD}`,
    detail: `The program that \`docker run IMAGE ${SERVE_WORD}\` starts`,
    roles: SERVING,
  },
  {
    text: `ENV PATH="${PROGRAM_DIR}:\${PATH}"`,
    detail: `Makes programs in ${PROGRAM_DIR} found`,
    roles: ['training', ...SERVING],
  },
  {
    text: `ENV ${UNBUFFERED_VARIABLE}=1`,
    detail: 'Log lines appear at once',
    roles: ['training', 'processing', ...SERVING],
  },
  {
    text: `ENV ${NO_BYTECODE_VARIABLE}=1`,
    detail: 'No `__pycache__` in the read-only model directory',
    roles: SERVING,
  },
  { text: `EXPOSE ${SERVING_PORT}`, detail: 'Says where the server listens', roles: SERVING },
  ...LABELS.filter((label) => label.capability).map((label): Line => ({
    text: `LABEL ${label.name}=${CAPABILITY_VALUE}`,
    detail: label.summary,
    roles: label.neededIn.length > 0 ? [...label.neededIn, 'inference'] : ['inference'],
  })),
];

/** Whole lines for the roles of this Dockerfile, while an instruction's keyword is being typed. */
export function lineItems(view: View, cursor: Cursor, options: CompletionOptions): CompletionItem[] {
  const typed = /^\s*([A-Za-z]*)$/.exec(cursor.before)?.[1];
  if (typed === undefined || cursor.after.trim() !== '' || !meantForSageMaker(view)) return [];
  const roles = view.result.subject?.roles.active ?? new Set<Role>();
  const range = rangeAround(view, cursor, typed.length, 0);
  return LINES.filter((line) => line.roles.some((role) => roles.has(role))).map((line, index) => ({
    label: plain(line.text),
    kind: CompletionItemKind.Snippet,
    detail: line.detail,
    // After the keywords that other extensions offer.
    sortText: `~${String(index).padStart(2, '0')}`,
    filterText: plain(line.text),
    ...(options.snippets
      ? { insertTextFormat: InsertTextFormat.Snippet, textEdit: { range, newText: snippet(line.text) } }
      : { textEdit: { range, newText: plain(line.text) } }),
  }));
}

function plain(text: string): string {
  return text.replace(/[<>]/g, '');
}

/** `<x>` becomes a placeholder; the same name twice is one placeholder. */
function snippet(text: string): string {
  const names: string[] = [];
  return text.replaceAll('$', '\\$').replace(/<([^>]+)>/g, (_match, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `\${${names.indexOf(name) + 1}:${name}}`;
  });
}
