import { l10n } from 'vscode';

/** The line of a log terminal that opens the chart: a link. */
export function metricsText(): string {
  return l10n.t('Show metrics');
}
