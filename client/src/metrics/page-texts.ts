import { l10n } from 'vscode';
import type { PageTexts } from './messages';

/** The words of the page, in the language of the editor. */
export function pageTexts(): PageTexts {
  return {
    title: l10n.t('Training metrics'),
    metrics: l10n.t('Metrics'),
    runs: l10n.t('Jobs'),
    logarithmic: l10n.t('Logarithmic'),
    byStep: l10n.t('By number of the value'),
    byTime: l10n.t('By time'),
    csv: l10n.t('Save as CSV…'),
    png: l10n.t('Save as PNG…'),
    table: l10n.t('As a table'),
    metric: l10n.t('Metric'),
    run: l10n.t('Job'),
    values: l10n.t('Values'),
    first: l10n.t('First'),
    last: l10n.t('Last'),
    least: l10n.t('Lowest'),
    most: l10n.t('Highest'),
    status: l10n.t('Status'),
    waiting: l10n.t('No line of the log has matched a metric yet.'),
    never: l10n.t('No line of the log matched a metric.'),
    nothingChosen: l10n.t('Choose a metric and a job above.'),
    notPositive: l10n.t('Values that are not above zero can’t be shown on a logarithmic axis.'),
    step: l10n.t('value'),
    keys: l10n.t('Chart of the metrics. Left and right arrow keys go from value to value.'),
  };
}
