import { Diagnostic, DiagnosticSeverity, Disposable, languages, Range, window, workspace } from 'vscode';
import type { LogOutputChannel, TextDocument, Uri } from 'vscode';
import type { EditedProblem } from '../../../engine/src/requests/editor/types';
import { loadEngine } from '../engine/load-engine';
import { isRequest, mayBeOverlay } from './documents';
import { editedOf } from './surroundings';

/** How long somebody has to pause before the document is read again. */
const PAUSE_MS = 250;

const SEVERITIES: Readonly<Record<EditedProblem['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** The problems of the request documents and overlays that are open. */
export class RequestDiagnostics {
  private readonly collection = languages.createDiagnosticCollection('sagemaker-requests');
  private readonly found = new Map<string, { readonly version: number; readonly problems: readonly EditedProblem[] }>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly subscription: Disposable;

  constructor(
    private readonly log: LogOutputChannel,
    private readonly overlayTexts: () => Promise<ReadonlyMap<string, string>>,
  ) {
    this.subscription = Disposable.from(
      workspace.onDidOpenTextDocument((document) => {
        if (isEdited(document)) this.readAround(document.uri, 0);
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (isEdited(document)) this.readAround(document.uri, PAUSE_MS);
      }),
      workspace.onDidSaveTextDocument((document) => {
        if (isEdited(document)) this.readAround(document.uri, 0);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.forget(uri);
      }),
      // Folders and files of the overlay may have come or gone meanwhile.
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor !== undefined && isEdited(editor.document)) this.readAround(editor.document.uri, 0);
      }),
    );
    for (const document of workspace.textDocuments) if (isEdited(document)) this.schedule(document, 0);
  }

  /** What was found in a document, if it still has that version. */
  problemsOf({ uri, version }: TextDocument): readonly EditedProblem[] {
    const found = this.found.get(uri.toString());
    return found?.version === version ? found.problems : [];
  }

  /** Reads the open documents in the folder of one again: a request and its overlay belong together. */
  readAround(uri: Uri, pause: number): void {
    const folder = uri.path.slice(0, uri.path.lastIndexOf('/'));
    for (const document of workspace.textDocuments)
      if (isEdited(document) && document.uri.path.startsWith(`${folder}/`)) this.schedule(document, pause);
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.subscription.dispose();
    this.collection.dispose();
  }

  private schedule(document: TextDocument, pause: number): void {
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    const timer = setTimeout(() => {
      this.waiting.delete(key);
      this.read(document).catch((error: unknown) => {
        this.log.error(error instanceof Error ? error : String(error));
      });
    }, pause);
    this.waiting.set(key, timer);
  }

  private async read(document: TextDocument): Promise<void> {
    const { uri, version } = document;
    const engine = await loadEngine();
    const edited = await editedOf(engine, { uri, text: document.getText() }, await this.overlayTexts());
    const problems =
      edited === undefined
        ? []
        : engine.diagnoseRequest(
            edited.document,
            edited.around,
            engine.fidelityOfRequest(edited.document, edited.around),
          );
    if (document.isClosed || document.version !== version) return;
    this.found.set(uri.toString(), { version, problems });
    this.collection.set(
      uri,
      problems.map((it) => diagnosticOf(document, it)),
    );
  }

  private forget(uri: Uri): void {
    const key = uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.delete(key);
    this.found.delete(key);
    this.collection.delete(uri);
  }
}

export function rangeOf(document: TextDocument, { offset, length }: Pick<EditedProblem, 'offset' | 'length'>): Range {
  return new Range(document.positionAt(offset), document.positionAt(offset + length));
}

function diagnosticOf(document: TextDocument, problem: EditedProblem): Diagnostic {
  const diagnostic = new Diagnostic(rangeOf(document, problem), problem.message, SEVERITIES[problem.severity]);
  diagnostic.source = 'sagemaker';
  return diagnostic;
}

function isEdited(document: TextDocument): boolean {
  return isRequest(document) || mayBeOverlay(document);
}
