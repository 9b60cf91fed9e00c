import { l10n, QuickPickItemKind, window, workspace, WorkspaceEdit } from 'vscode';
import type { QuickPickItem, Uri } from 'vscode';
import type { ExecutionRole } from '../../../engine/src/aws/roles';
import type { RequestKind } from '../../../engine/src/requests/types';
import { loadEngine } from '../engine/load-engine';
import type { AwsConnection } from './aws-connection';
import { loadAws } from './load-aws';
import { withSignal } from './with-signal';
import { replaceAll } from './write-images';

interface RoleItem extends QuickPickItem {
  readonly arn?: string;
}

/**
 * When a request has no role, or one of this machine only, asks for one, writes it into the document and saves
 * that. False: given up.
 */
export async function ensureRole(request: Uri, kind: RequestKind, root: AwsConnection): Promise<boolean> {
  const aws = await loadAws();
  const document = await workspace.openTextDocument(request);
  const places = aws.rolesToChoose(document.getText(), kind);
  if (places.length === 0) return true;
  const arn = await chooseRole(root, () => showPolicies(request, root));
  if (arn === undefined) return false;
  const edit = new WorkspaceEdit();
  replaceAll(edit, document, aws.withRole(document.getText(), places, arn));
  await workspace.applyEdit(edit);
  // What is sent has to be what is kept.
  const file = workspace.asRelativePath(request);
  const saved = await document.save();
  void window.showInformationMessage(
    saved
      ? l10n.t('The role was written into {0}, and the file was saved.', file)
      : l10n.t('The role was written into {0}. The file could not be saved: save it to keep what is sent.', file),
  );
  return true;
}

/**
 * Asks which role SageMaker takes: one of those that trust it, or an ARN. `advise` shows how one is made. Undefined: given
 * up, or a role has to be made.
 */
export async function chooseRole(root: AwsConnection, advise?: () => Promise<void>): Promise<string | undefined> {
  const roles = await withSignal(l10n.t('Roles that trust SageMaker'), (_tell, signal) => rolesOf(root, signal));
  const typed: RoleItem = { label: l10n.t('$(edit) Type an ARN…') };
  const make: RoleItem = {
    label: l10n.t('$(file-code) Show the policies for a new role'),
    detail: l10n.t('With the one SageMaker can take the role; the other allows what this request needs, and no more.'),
  };
  const items: readonly RoleItem[] = [
    ...roles.map(roleItem),
    { label: '', kind: QuickPickItemKind.Separator },
    typed,
    ...(advise === undefined ? [] : [make]),
  ];
  const placeHolder =
    roles.length === 0
      ? l10n.t('No role of this account trusts SageMaker.')
      : l10n.t('The role with which SageMaker reads data, pulls the image and writes logs');
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Execution role'),
    placeHolder,
    matchOnDetail: true,
  });
  if (picked === make) await advise?.();
  if (picked === typed) return askArn();
  return picked?.arn;
}

async function rolesOf(root: AwsConnection, signal: AbortSignal): Promise<readonly ExecutionRole[]> {
  const aws = await loadAws();
  await root.whoami();
  const { session } = await root.open();
  const roles: ExecutionRole[] = [];
  for await (const role of aws.executionRoles(session, signal)) roles.push(role);
  return roles;
}

function roleItem({ name, arn, description, conditional }: ExecutionRole): RoleItem {
  const note = conditional ? l10n.t('trusts SageMaker under conditions') : '';
  return { label: `$(key) ${name}`, description: note, detail: description ?? arn, arn };
}

async function askArn(): Promise<string | undefined> {
  const arn = await window.showInputBox({
    title: l10n.t('Execution role'),
    placeHolder: 'arn:aws:iam::123456789012:role/name',
    validateInput: (text) =>
      /^arn:aws[a-z-]*:iam::\d{12}:role\/.+/.test(text) ? undefined : l10n.t('Write the ARN of a role.'),
  });
  return arn;
}

/** Opens what somebody needs who makes the role, as a document to copy from or to send. */
async function showPolicies(request: Uri, root: AwsConnection): Promise<void> {
  const [aws, engine] = await Promise.all([loadAws(), loadEngine()]);
  const { document, overlay, folder } = engine.readRequestFile(request.fsPath);
  if (document === undefined) {
    void window.showInformationMessage(l10n.t('The request has errors: correct them, and launch again.'));
    return;
  }
  const { account, partition } = await root.whoami();
  const { needs } = aws.planLaunch(document, overlay, folder);
  const content = aws.roleAdvice(needs, { account, partition, region: root.name.region });
  await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }));
}
