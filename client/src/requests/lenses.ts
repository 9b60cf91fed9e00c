import { CodeLens, l10n, languages, Range } from 'vscode';
import type { Disposable, TextDocument } from 'vscode';
import { REQUEST_PATTERN } from './documents';

/** `Run locally` and `Show plan` above a request document. */
export function registerRequestLenses(): Disposable {
  return languages.registerCodeLensProvider({ scheme: 'file', pattern: REQUEST_PATTERN }, { provideCodeLenses });
}

function provideCodeLenses({ uri }: TextDocument): CodeLens[] {
  const first = new Range(0, 0, 0, 0);
  const run = uri.path.endsWith('.endpoint.json') ? l10n.t('Serve locally') : l10n.t('Run locally');
  return [
    new CodeLens(first, { title: `$(play) ${run}`, command: 'sagemaker.runRequest', arguments: [uri] }),
    new CodeLens(first, {
      title: `$(list-tree) ${l10n.t('Show plan')}`,
      command: 'sagemaker.showPlan',
      arguments: [uri],
    }),
  ];
}
