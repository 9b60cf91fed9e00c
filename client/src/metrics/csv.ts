import type { Point, Run } from './messages';

/** All values of all runs as CSV (RFC 4180): run, metric, host, time (ISO 8601), value. */
export function metricsCsv(runs: readonly { readonly run: Run; readonly points: readonly Point[] }[]): string {
  const rows = runs.flatMap(({ run, points }) =>
    points.map(({ metric, host, time, value }) => [
      run.name,
      metric,
      host,
      new Date(time).toISOString(),
      String(value),
    ]),
  );
  return [['run', 'metric', 'host', 'time', 'value'], ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(text: string): string {
  // A text that a spreadsheet would take for a formula stays a text.
  const safe = /^[=@\t\r]|^[+-](?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
