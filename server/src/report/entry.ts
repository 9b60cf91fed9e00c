import type { LintResult } from '../lint/lint';

/** One linted Dockerfile, ready to be reported. */
export interface ReportEntry {
  /** As the user named it: relative to the working directory, with `/`. */
  readonly file: string;
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  readonly result: LintResult;
  /** How a path of another file is to be shown. */
  readonly relative: (path: string) => string;
}
