import {
  CompletionItem,
  CompletionItemKind,
  CompletionList,
  Disposable,
  Hover,
  languages,
  MarkdownString,
} from 'vscode';
import type { TextDocument } from 'vscode';
import type { RequestCompletion } from '../../../engine/src/requests/editor/types';
import { loadEngine } from '../engine/load-engine';
import { rangeOf } from './diagnostics';
import { EDITED } from './documents';
import { editedOf } from './surroundings';

/** What suggestions are made of, beside the document. */
export interface SuggestionSources {
  readonly overlayTexts: () => Promise<ReadonlyMap<string, string>>;
  /** Images that runs have built, as far as that is known without connecting to anything. */
  readonly builtImages: () => Promise<readonly string[]>;
}

const KINDS: Readonly<Record<RequestCompletion['kind'], CompletionItemKind>> = {
  member: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  image: CompletionItemKind.Module,
};

/** Completion and hover in request documents and overlays, beside what the JSON service has to say. */
export function registerSuggestions(sources: SuggestionSources): Disposable {
  return Disposable.from(
    languages.registerCompletionItemProvider(
      EDITED,
      {
        provideCompletionItems: async (document, position) => {
          const engine = await loadEngine();
          const edited = await editedOf(
            engine,
            of(document),
            await sources.overlayTexts(),
            await sources.builtImages(),
          );
          if (edited === undefined) return undefined;
          const offers = engine.completeRequest(edited.document, document.offsetAt(position), edited.around);
          // Images are offered by what was typed: a registry, a repository, then a tag.
          const isIncomplete = offers.some(({ kind }) => kind === 'image');
          return new CompletionList(
            offers.map((it) => itemOf(document, it)),
            isIncomplete,
          );
        },
      },
      '"',
      '/',
      ':',
    ),
    languages.registerHoverProvider(EDITED, {
      provideHover: async (document, position) => {
        const engine = await loadEngine();
        const edited = await editedOf(engine, of(document), await sources.overlayTexts());
        if (edited === undefined) return undefined;
        const fidelity = engine.fidelityOfRequest(edited.document, edited.around);
        const found = engine.hoverRequest(edited.document, document.offsetAt(position), fidelity, {
          overlayTexts: edited.around.overlayTexts,
          today: new Date().toISOString().slice(0, 10),
        });
        return found && new Hover(new MarkdownString(found.markdown, true), rangeOf(document, found));
      },
    }),
  );
}

function of(document: TextDocument): { readonly uri: TextDocument['uri']; readonly text: string } {
  return { uri: document.uri, text: document.getText() };
}

function itemOf(document: TextDocument, offer: RequestCompletion): CompletionItem {
  const item = new CompletionItem(offer.label, KINDS[offer.kind]);
  const range = rangeOf(document, offer.change);
  item.detail = offer.detail;
  item.sortText = offer.sortText;
  item.range = range;
  item.insertText = offer.change.text;
  // The range has the quotes, so what is compared with them has to have them.
  item.filterText = range.isEmpty ? offer.label : `"${offer.label}"`;
  if (offer.goesOn) {
    item.command = { title: '', command: 'editor.action.triggerSuggest' };
  }
  return item;
}
