import type { Severity } from '../lint/finding';
import type { ReportEntry } from './entry';

const COLOURS: Readonly<Record<Severity, string>> = { error: '31', warning: '33', info: '36', hint: '2' };

/** For people: file, then one finding a line with its place, and where else to look. Ends with a line of counts. */
export function toText(entries: readonly ReportEntry[], colour: boolean): string {
  const paint = (code: string, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  for (const { file, result, relative } of entries) {
    if (result.findings.length === 0) continue;
    lines.push(paint('1', file));
    for (const it of result.findings) {
      const place = `${it.range.start.line + 1}:${it.range.start.character + 1}`;
      const requirements = it.requirements.length > 0 ? ` (${it.requirements.join(', ')})` : '';
      lines.push(
        `  ${place.padEnd(7)} ${paint(COLOURS[it.severity], it.severity.padEnd(7))} ${it.message}  ${paint('2', it.rule + requirements)}`,
      );
      for (const other of it.related) {
        const where = other.file === undefined ? file : relative(other.file);
        lines.push(
          paint(
            '2',
            `          ${where}:${other.range.start.line + 1}:${other.range.start.character + 1} ${other.message}`,
          ),
        );
      }
    }
    lines.push('');
  }
  lines.push(summary(entries));
  return `${lines.join('\n')}\n`;
}

function summary(entries: readonly ReportEntry[]): string {
  const findings = entries.flatMap((it) => it.result.findings);
  const meant = entries.filter((it) => (it.result.subject?.roles.active.size ?? 0) > 0).length;
  const files = `${count(entries.length, 'Dockerfile')}, ${meant} for SageMaker`;
  if (findings.length === 0) return `${files}: nothing found.`;
  const by = (severity: Severity): number => findings.filter((it) => it.severity === severity).length;
  const parts = [
    count(by('error'), 'error'),
    count(by('warning'), 'warning'),
    ...(by('info') > 0 ? [count(by('info'), 'note')] : []),
    ...(by('hint') > 0 ? [count(by('hint'), 'hint')] : []),
  ];
  return `${files}: ${parts.join(', ')}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
