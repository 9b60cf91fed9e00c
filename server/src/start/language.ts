import type { ImageFile } from '../context/types';

export type Language = 'python' | 'shell' | 'r' | 'node' | 'other';

/** By interpreter, then shebang, then file name. */
export function languageOf(file: ImageFile, interpreter?: string): Language {
  const by = interpreter ?? /^(?:\uFEFF)?#!([^\n\r]*)/.exec(file.text ?? '')?.[1] ?? '';
  if (/python/.test(by)) return 'python';
  if (/\b(?:ba|da|k|z|a)?sh\b/.test(by)) return 'shell';
  if (/\b(?:Rscript|R)\b/.test(by)) return 'r';
  if (/\bnode(?:js)?\b/.test(by)) return 'node';
  if (by !== '') return 'other';
  if (file.path.endsWith('.py')) return 'python';
  if (/\.(?:ba)?sh$/.test(file.path)) return 'shell';
  return 'other';
}
