import { ruleUrl } from '../rules/index';
import type { ReportEntry } from './entry';

/** One finding of `--format json`. Lines and columns count from 1; the end is exclusive. */
export interface JsonFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly rule: string;
  readonly requirements: readonly string[];
  readonly severity: string;
  readonly message: string;
  readonly url: string;
  readonly fixable: boolean;
}

export function toJson(entries: readonly ReportEntry[]): readonly JsonFinding[] {
  return entries.flatMap(({ file, result }) =>
    result.findings.map((it) => ({
      file,
      line: it.range.start.line + 1,
      column: it.range.start.character + 1,
      endLine: it.range.end.line + 1,
      endColumn: it.range.end.character + 1,
      rule: it.rule,
      requirements: it.requirements,
      severity: it.severity,
      message: it.message,
      url: ruleUrl(it.rule),
      fixable: it.fixes.length > 0,
    })),
  );
}
