import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LintResult } from '../lint/lint';

/** What a feature looks at: one version of a document and the kept result of its lint. Nothing here lints again. */
export interface View {
  readonly uri: string;
  /** Absolute path; a made-up one for text without a file. */
  readonly path: string;
  readonly version: number;
  /** The text as it was linted; it never changes under a feature. */
  readonly document: TextDocument;
  readonly result: LintResult;
  /** AWS region from the settings. */
  readonly region: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}
