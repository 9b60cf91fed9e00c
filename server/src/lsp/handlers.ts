import type { CancellationToken, CompletionList, Connection } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { NO_DIAGNOSTICS, pullDiagnostics } from './diagnostics';
import type { Client } from './client';
import type { Host } from './host';
import { lintedFile } from './linted-file';
import type { Linted, Linter } from './linter';
import { COPIED_FILES_METHOD } from './messages';

export interface HandlerParts {
  readonly host: Host;
  readonly client: Client;
  readonly linter: Linter;
  /** The open Dockerfile of that URI. */
  open(uri: string): TextDocument | undefined;
  onError(what: string, error: unknown): void;
}

type Analysis = typeof import('./analysis');

const NO_ITEMS: CompletionList = { isIncomplete: false, items: [] };

interface Request {
  readonly textDocument: { readonly uri: string };
}

/** Ties each request to its pure function. Every answer rests on the kept result of the document's last lint. */
export function registerHandlers(connection: Connection, parts: HandlerParts): void {
  const { client, host } = parts;

  /** Lints if needed, computes, and answers `empty` when the document is unknown, the request cancelled or a bug bites. */
  const answering =
    <P extends Request, R>(
      what: string,
      empty: R,
      compute: (linted: Linted, params: P, analysis: Analysis, document: TextDocument) => R | Promise<R>,
    ) =>
    async (params: P, token: CancellationToken): Promise<R> => {
      try {
        const document = parts.open(params.textDocument.uri);
        if (!document) return empty;
        const linted = await parts.linter.lint(document);
        if (token.isCancellationRequested) return empty;
        return await compute(linted, params, await import('./analysis'), document);
      } catch (error) {
        parts.onError(what, error);
        return empty;
      }
    };

  if (client.pull) {
    connection.languages.diagnostics.on(
      answering('diagnostics', NO_DIAGNOSTICS, (_linted, params, _analysis, document) =>
        pullDiagnostics(document, params.previousResultId, parts.linter),
      ),
    );
  }
  connection.onHover(
    answering('hover', null, ({ view }, { position }, { computeHover }) => {
      const hover = computeHover(view, position, { markdown: client.markdown });
      return hover ?? null;
    }),
  );
  connection.onCompletion(
    answering('completion', NO_ITEMS, ({ view }, { position }, { computeCompletion }) =>
      computeCompletion(view, position, {
        snippets: client.snippetCompletions,
        suggestAgain: client.commands.has('editor.action.triggerSuggest'),
      }),
    ),
  );
  connection.onCodeAction(
    answering('code actions', [], ({ view, diagnostics }, { range, context }, { computeCodeActions }) =>
      computeCodeActions(
        view,
        { range, only: context.only, shown: context.diagnostics, current: diagnostics },
        {
          documentChanges: client.documentChanges,
          snippetEdits: client.snippetEdits,
          pathToUri: host.pathToUri,
          read: (path) => host.fs.read(path),
        },
      ),
    ),
  );
  connection.onRequest(COPIED_FILES_METHOD, async ({ textDocument }: Request) => {
    try {
      const linted = await lintedFile(textDocument.uri, parts);
      return linted === undefined ? [] : (await import('./analysis')).computeCopiedFiles(linted.view);
    } catch (error) {
      parts.onError('copied files', error);
      return [];
    }
  });
  connection.onDocumentLinks(
    answering('document links', [], ({ view }, _params, { computeDocumentLinks }) =>
      computeDocumentLinks(view, host.pathToUri),
    ),
  );
  connection.languages.inlayHint.on(
    answering('inlay hints', [], ({ view, settings }, { range }, { computeInlayHints }) =>
      settings.inlayHints.enable ? computeInlayHints(view, range) : [],
    ),
  );
  connection.onCodeLens(
    answering('code lenses', [], ({ view, settings }, _params, { computeCodeLenses }) =>
      settings.codeLens.enable && settings.lint.enable ? computeCodeLenses(view, client.commands) : [],
    ),
  );
}
