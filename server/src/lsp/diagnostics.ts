import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { Connection, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Linter } from './linter';
import { soon } from './soon';

/** Quiet time after the last keystroke before a costly document is linted again. */
const DEBOUNCE_MS = 30;
/** A document whose last lint took less is linted at once: waiting would cost more than the work. */
const CHEAP_MS = 25;

/** Answers `textDocument/diagnostic`. */
export async function pullDiagnostics(
  document: TextDocument,
  previousResultId: string | undefined,
  linter: Linter,
): Promise<DocumentDiagnosticReport> {
  const linted = await linter.lint(document);
  if (previousResultId === linted.resultId)
    return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: linted.resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId: linted.resultId, items: [...linted.diagnostics] };
}

export const NO_DIAGNOSTICS: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

/** Sends `textDocument/publishDiagnostics` to clients that don't pull. */
export interface Publisher {
  /** Lints after the quiet time; an earlier wait for the same document is given up. */
  schedule(uri: string): void;
  /** Gives up what waits, and takes the document's diagnostics away. */
  clear(uri: string): void;
  dispose(): void;
}

function later(action: () => void): () => void {
  const timer = setTimeout(action, DEBOUNCE_MS);
  return () => {
    clearTimeout(timer);
  };
}

export function createPublisher(
  connection: Connection,
  linter: Linter,
  open: (uri: string) => TextDocument | undefined,
  onError: (what: string, error: unknown) => void,
): Publisher {
  const waiting = new Map<string, () => void>();
  const cost = new Map<string, number>();

  const publish = async (uri: string): Promise<void> => {
    const document = open(uri);
    if (!document) return;
    const start = performance.now();
    const linted = await linter.lint(document);
    cost.set(uri, performance.now() - start);
    const { version } = linted.view;
    if (open(uri)?.version !== version) return;
    await connection.sendDiagnostics({ uri, version, diagnostics: [...linted.diagnostics] });
  };

  const cancel = (uri: string): void => {
    waiting.get(uri)?.();
    waiting.delete(uri);
  };

  return {
    schedule(uri) {
      cancel(uri);
      const start = (): void => {
        waiting.delete(uri);
        publish(uri).catch((error: unknown) => {
          onError(`diagnostics of ${uri}`, error);
        });
      };
      waiting.set(uri, (cost.get(uri) ?? 0) < CHEAP_MS ? soon(start) : later(start));
    },
    clear(uri) {
      cancel(uri);
      cost.delete(uri);
      connection.sendDiagnostics({ uri, diagnostics: [] }).catch(() => undefined);
    },
    dispose() {
      for (const uri of [...waiting.keys()]) cancel(uri);
    },
  };
}
