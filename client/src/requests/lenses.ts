import { CodeLens, Disposable, EventEmitter, l10n, languages, Range } from 'vscode';
import type { Command, Event, Uri } from 'vscode';
import { REQUEST_PATTERN } from './documents';

/** What a feature puts above request documents. */
export interface RequestLensSource {
  /** Where it stands in the line: 10 is `Run locally`, 90 `Show plan`; the feature's own go between. */
  readonly order: number;
  /** The lenses of a request document, left to right; none when there is nothing to offer. Has to be quick. */
  readonly lenses: (request: Uri) => readonly Command[];
  /** Fires when other lenses have to be shown. */
  readonly onDidChange?: Event<void>;
}

const sources = new Set<RequestLensSource>();
const changes = new EventEmitter<void>();

/** Adds lenses to all request documents until it is disposed. */
export function addRequestLens(source: RequestLensSource): Disposable {
  sources.add(source);
  const listening = source.onDidChange?.(() => {
    changes.fire();
  });
  changes.fire();
  return new Disposable(() => {
    sources.delete(source);
    listening?.dispose();
    changes.fire();
  });
}

/** `Show plan` and what is added above a request document. */
export function registerRequestLenses(): Disposable {
  return Disposable.from(
    addRequestLens({ order: 90, lenses: planLens }),
    languages.registerCodeLensProvider(
      { scheme: 'file', pattern: REQUEST_PATTERN },
      { onDidChangeCodeLenses: changes.event, provideCodeLenses: ({ uri }) => lensesOf(uri) },
    ),
  );
}

function lensesOf(request: Uri): CodeLens[] {
  const first = new Range(0, 0, 0, 0);
  return [...sources]
    .sort((left, right) => left.order - right.order)
    .flatMap((source) => source.lenses(request))
    .map((command) => new CodeLens(first, command));
}

function planLens(request: Uri): readonly Command[] {
  return [{ title: `$(list-tree) ${l10n.t('Show plan')}`, command: 'sagemaker.showPlan', arguments: [request] }];
}
