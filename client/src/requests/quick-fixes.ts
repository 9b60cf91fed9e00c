import {
  CodeAction,
  CodeActionKind,
  commands,
  Disposable,
  languages,
  Range,
  Uri,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import type { TextDocument } from 'vscode';
import type { RequestFix } from '../../../engine/src/requests/editor/types';
import { loadEngine } from '../engine/load-engine';
import type { RequestDiagnostics } from './diagnostics';
import { rangeOf } from './diagnostics';
import { EDITED } from './documents';
import { openDocument, textOf } from './surroundings';

const MAP_DATA = '_sagemaker.mapData';
const CREATE_FOLDER = '_sagemaker.createDataFolder';

/** Quick fixes of what the diagnostics say. */
export function registerQuickFixes(diagnostics: RequestDiagnostics): Disposable {
  return Disposable.from(
    commands.registerCommand(MAP_DATA, async (request: Uri, prefix: string, target: string) => {
      await map(request, prefix, target);
      diagnostics.readAround(request, 0);
    }),
    commands.registerCommand(CREATE_FOLDER, async (path: string, document: Uri) => {
      await workspace.fs.createDirectory(Uri.file(path));
      diagnostics.readAround(document, 0);
    }),
    languages.registerCodeActionsProvider(
      EDITED,
      { provideCodeActions: (document, range) => actionsAt(diagnostics, document, range) },
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
  );
}

function actionsAt(diagnostics: RequestDiagnostics, document: TextDocument, range: Range): CodeAction[] {
  const problems = diagnostics.problemsOf(document).filter((it) => range.intersection(rangeOf(document, it)));
  const shown = languages.getDiagnostics(document.uri);
  return problems.flatMap((problem) =>
    problem.fixes.map((fix) => {
      const action = actionOf(document, fix);
      action.diagnostics = shown.filter(({ message, source }) => source === 'sagemaker' && message === problem.message);
      return action;
    }),
  );
}

function actionOf(document: TextDocument, fix: RequestFix): CodeAction {
  const action = new CodeAction(fix.title, CodeActionKind.QuickFix);
  switch (fix.kind) {
    case 'edit': {
      const edit = new WorkspaceEdit();
      for (const change of fix.changes) edit.replace(document.uri, rangeOf(document, change), change.text);
      action.edit = edit;
      action.isPreferred = fix.preferred;
      return action;
    }
    case 'map':
      action.command = { title: fix.title, command: MAP_DATA, arguments: [document.uri, fix.prefix, fix.target] };
      action.isPreferred = true;
      return action;
    case 'create-folder':
      action.command = { title: fix.title, command: CREATE_FOLDER, arguments: [fix.path, document.uri] };
      return action;
  }
}

/** Writes an entry into the overlay of a request, which is created when it isn't there. It is saved: runs read the disk. */
async function map(request: Uri, prefix: string, target: string): Promise<void> {
  const engine = await loadEngine();
  const overlay = Uri.file(engine.overlayPathOf(request.fsPath));
  const old = await textOf(overlay);
  const text = engine.withMapping(old, prefix, target);
  const document = openDocument(overlay);
  if (document === undefined) {
    await workspace.fs.writeFile(overlay, new TextEncoder().encode(text));
    return;
  }
  const edit = new WorkspaceEdit();
  edit.replace(overlay, new Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  await workspace.applyEdit(edit);
  await document.save();
}
