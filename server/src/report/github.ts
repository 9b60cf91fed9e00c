import type { Severity } from '../lint/finding';
import type { ReportEntry } from './entry';

const COMMAND: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** Workflow commands that GitHub shows at the line of the pull request. */
export function toGitHub(entries: readonly ReportEntry[]): string {
  return entries
    .flatMap(({ file, result }) =>
      result.findings.map((it) => {
        const { start, end } = it.range;
        const place = [
          `file=${property(file)}`,
          `line=${start.line + 1}`,
          `endLine=${end.line + 1}`,
          ...(start.line === end.line ? [`col=${start.character + 1}`, `endColumn=${end.character + 1}`] : []),
          `title=${property(`sagemaker ${it.rule}`)}`,
        ];
        return `::${COMMAND[it.severity]} ${place.join(',')}::${data(it.message)}\n`;
      }),
    )
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
