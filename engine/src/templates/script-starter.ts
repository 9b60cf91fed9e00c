import type { RequestKind } from '../requests/types';
import type { ReadTemplate } from './render';
import type { StarterFile } from './write-request';

/** What the script of a request is usually called; there is a template of that name. */
export const USUAL_PROGRAMS: Readonly<Record<RequestKind, string>> = {
  'training-job': 'train.py',
  'processing-job': 'process.py',
  endpoint: 'inference.py',
  'transform-job': 'inference.py',
};

/** Whether the script lies in the folder of a model, below `code`. */
export function isInModel(kind: RequestKind): boolean {
  return kind === 'endpoint' || kind === 'transform-job';
}

/** Where a new script goes: the folder with the code, or that of the model. */
export function newSource(kind: RequestKind): string {
  return isInModel(kind) ? './model' : './code';
}

/** The script to begin with; undefined: it has another name than the template, or lies in an archive. */
export function scriptStarter(
  kind: RequestKind,
  source: string,
  program: string,
  read: ReadTemplate,
): StarterFile | undefined {
  if (source.endsWith('.gz') || program !== USUAL_PROGRAMS[kind]) return undefined;
  const path = isInModel(kind) ? `${source}/code/${program}` : `${source}/${program}`;
  return { path, text: read(`script-mode/${program}`) };
}
