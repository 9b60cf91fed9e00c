import type { NewFile } from '../templates/render';

export type ImportKind = 'local-test' | 'sagify' | 'easy_sm' | 'local-mode';

/** A project of another tool, understood; no file is written yet. */
export interface FoundProject {
  readonly kind: ImportKind;
  /** The file or folder by which it was known. */
  readonly evidence: string;
  /** What was found, and what becomes of it: sentences in their order. */
  readonly explanation: readonly string[];
  /** What it leaves to do: sentences. */
  readonly remarks: readonly string[];
  /** Request files and overlays to write. */
  readonly files: readonly NewFile[];
}

export const IMPORT_TITLES: Readonly<Record<ImportKind, string>> = {
  'local-test': 'A container with local_test scripts',
  sagify: 'A sagify project',
  easy_sm: 'An easy_sm project',
  'local-mode': 'A compose file of SageMaker local mode',
};
