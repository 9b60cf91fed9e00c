import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DEFAULT_OVERLAY, overlayPathOf, parseOverlay } from '../requests/overlay';
import { parseRequest } from '../requests/parse-request';
import type { Overlay, RequestDocument, RequestProblem } from '../requests/types';
import { UserError } from '../user-error';
import { errorCode } from '../docker/error-code';

/** A problem in a file of the user's. */
export interface FileProblem extends RequestProblem {
  readonly file: string;
}

export interface RequestFile {
  /** Undefined when a problem is an error. */
  readonly document: RequestDocument | undefined;
  readonly overlay: Overlay;
  /** Folder that the paths of the overlay are relative to. */
  readonly folder: string;
  readonly problems: readonly FileProblem[];
}

/** Reads a request document and the overlay beside it. `text`: what an editor has, in place of the file. */
export function readRequestFile(path: string, text = readText(path)): RequestFile {
  const { document, problems } = parseRequest(text, path);
  const overlayPath = overlayPathOf(path);
  const overlayText = readIfThere(overlayPath);
  const overlay = overlayText === undefined ? { overlay: DEFAULT_OVERLAY, problems: [] } : parseOverlay(overlayText);
  const all = [
    ...problems.map((it) => ({ ...it, file: path })),
    ...overlay.problems.map((it) => ({ ...it, file: overlayPath })),
  ];
  const wrong = all.some((it) => it.severity === 'error');
  return {
    document: wrong ? undefined : document,
    overlay: overlay.overlay,
    folder: dirname(overlayPath),
    problems: all,
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path} can’t be read: ${why}.`, 'Name a request document that is there.');
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    return readText(path);
  }
}
