import { CodeActionKind, Range, commands, l10n, window, workspace } from 'vscode';
import { CodeAction } from 'vscode';
import type { TextDocument } from 'vscode';
import { targetDocument } from './target-document';

const FIX_ALL = CodeActionKind.SourceFixAll.append('sagemaker');
const RESOLVED = 4;

/** "SageMaker: Fix All SageMaker Problems": applies every safe fix of a Dockerfile. True when something was changed. */
export async function fixAll(target: unknown): Promise<boolean> {
  const document = await targetDocument(target);
  if (document === undefined) return false;
  let changed = false;
  for (const action of await fixAllActions(document)) {
    if (action.edit !== undefined) changed = (await workspace.applyEdit(action.edit)) || changed;
    if (action.command !== undefined) {
      const args: unknown[] = action.command.arguments ?? [];
      await commands.executeCommand(action.command.command, ...args);
    }
  }
  if (!changed) void window.showInformationMessage(l10n.t('No SageMaker problem here has a fix that is always safe.'));
  return changed;
}

async function fixAllActions(document: TextDocument): Promise<CodeAction[]> {
  const all = new Range(document.positionAt(0), document.positionAt(document.getText().length));
  const actions: unknown = await commands.executeCommand(
    'vscode.executeCodeActionProvider',
    document.uri,
    all,
    FIX_ALL.value,
    RESOLVED,
  );
  // Other extensions may answer to a kind that ours contains; only ours are applied.
  return Array.isArray(actions) ? actions.filter(isOurs) : [];
}

function isOurs(action: unknown): action is CodeAction {
  return action instanceof CodeAction && action.kind !== undefined && FIX_ALL.contains(action.kind);
}
