import { CodeActionKind, TextDocumentSyncKind } from 'vscode-languageserver';
import type { ServerCapabilities } from 'vscode-languageserver';
import { FIX_ALL_KIND } from '../features/kinds';
import type { Client } from './client';

/** What is offered to this client; pull diagnostics only to one that pulls, so that nothing is shown twice. */
export function serverCapabilities(client: Client): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    ...(client.pull
      ? {
          diagnosticProvider: {
            identifier: 'sagemaker',
            interFileDependencies: true,
            workspaceDiagnostics: false,
          },
        }
      : {}),
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND] },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['/', '_', ':', '.', '=', '$', '-'] },
    documentLinkProvider: { resolveProvider: false },
    inlayHintProvider: { resolveProvider: false },
    ...(hasLenses(client) ? { codeLensProvider: { resolveProvider: false } } : {}),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

function hasLenses({ commands }: Client): boolean {
  return [...commands].some((command) => command.startsWith('sagemaker.'));
}
