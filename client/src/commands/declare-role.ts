import { Range, WorkspaceEdit, l10n, window, workspace } from 'vscode';
import type { QuickPickItem, TextDocument, Uri } from 'vscode';
import { ROLES } from '../../../contract/roles';
import { SERVING_PORT } from '../../../contract/serving';
import type { Role } from '../../../contract/roles';
import { declareRoles, declaredRoles } from '../roles/role-comment';
import { targetDocument } from './target-document';

interface RoleItem extends QuickPickItem {
  readonly role: string;
}

/** "SageMaker: Declare Role…". `target` and `roles` come from code actions and lenses; without them the user is asked. */
export async function declareRole(
  target: unknown,
  roles: unknown,
  found: (uri: Uri) => readonly string[],
): Promise<void> {
  const document = await targetDocument(target);
  if (document === undefined) return;
  const current = currentRoles(declaredRoles(document.getText()), found(document.uri));
  const chosen = Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : await askRoles(current);
  if (chosen !== undefined) await apply(document, chosen);
}

/** What the linter has found says it best: it knows other names of a role, and roles that follow from others. */
function currentRoles(declared: readonly string[] | undefined, found: readonly string[]): readonly string[] {
  if (declared?.includes(NONE)) return [NONE];
  return found.length > 0 ? found : (declared ?? []);
}

async function apply(document: TextDocument, roles: readonly string[]): Promise<void> {
  const edit = declareRoles(document.getText(), roles);
  if (edit === undefined) return;
  const changes = new WorkspaceEdit();
  const range = new Range(document.positionAt(edit.start), document.positionAt(edit.end));
  changes.replace(document.uri, range, edit.text);
  await workspace.applyEdit(changes);
}

/** A quick pick of roles with the current ones checked. `none` stands alone. Undefined: the user went away. */
function askRoles(current: readonly string[]): Promise<readonly string[] | undefined> {
  const pick = window.createQuickPick<RoleItem>();
  pick.title = l10n.t('What does this container do on SageMaker?');
  pick.placeholder = l10n.t('Choose roles; choose nothing to let the Dockerfile itself tell.');
  pick.canSelectMany = true;
  pick.matchOnDetail = true;
  pick.items = items();
  pick.selectedItems = pick.items.filter(({ role }) => current.includes(role));
  let before = pick.selectedItems;
  pick.onDidChangeSelection((selection) => {
    const kept = exclusive(before, selection);
    before = kept;
    if (kept.length !== selection.length) pick.selectedItems = kept;
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.map(({ role }) => role));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** `none` and a role exclude each other: the one that was checked last stays. */
function exclusive(before: readonly RoleItem[], now: readonly RoleItem[]): readonly RoleItem[] {
  if (now.length < 2 || !now.some(({ role }) => role === NONE)) return now;
  const hadNone = before.some(({ role }) => role === NONE);
  return now.filter(({ role }) => (role === NONE) !== hadNone);
}

const NONE = 'none';

function items(): RoleItem[] {
  const details: Readonly<Record<Role, string>> = {
    training: l10n.t('Training jobs: started with the word train'),
    inference: l10n.t('Endpoints and batch transform: started with the word serve, answers on port {0}', SERVING_PORT),
    'multi-model': l10n.t('Multi-model endpoints: inference that loads and unloads models'),
    pipeline: l10n.t('Serial pipelines and multi-container endpoints: inference on a port that SageMaker chooses'),
    processing: l10n.t('Processing jobs: started as the image says'),
    studio: l10n.t('Custom images for SageMaker Studio'),
    hyperpod: l10n.t('HyperPod: started by Slurm or Kubernetes, without the launch contract'),
  };
  const none = { role: NONE, label: NONE, detail: l10n.t('Not for SageMaker: nothing is checked') };
  return [...ROLES.map((role) => ({ role, label: role, detail: details[role] })), none];
}
