import { Uri, window } from 'vscode';
import type { DocumentFilter, TextDocument } from 'vscode';

/** Names of request documents, as the language features select them. */
export const REQUEST_PATTERN = '**/*.{training-job,processing-job,transform-job,endpoint}.json';

/** Request documents, and what may be the overlay of one. */
export const EDITED: readonly DocumentFilter[] = [
  { scheme: 'file', pattern: REQUEST_PATTERN },
  { scheme: 'file', pattern: '**/*.local.json' },
];

const REQUEST_NAME = /\.(?:training-job|processing-job|transform-job|endpoint)\.json$/i;
const OVERLAY_NAME = /\.local\.json$/i;

export function isRequest({ uri }: Pick<TextDocument, 'uri'>): boolean {
  return uri.scheme === 'file' && REQUEST_NAME.test(uri.path);
}

/** Whether it may be an overlay: it is one if there is a request of its name. */
export function mayBeOverlay({ uri }: Pick<TextDocument, 'uri'>): boolean {
  return uri.scheme === 'file' && OVERLAY_NAME.test(uri.path);
}

/** The request document a command is about: the one it was given, else the active one. */
export function targetRequest(target: unknown): Uri | undefined {
  if (target instanceof Uri) return target;
  const active = window.activeTextEditor?.document;
  return active !== undefined && isRequest(active) ? active.uri : undefined;
}
