import { Disposable, l10n, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { member } from '../member';
import { chooseNames } from './add-connection';
import type { AwsConnection } from './aws-connection';
import type { AwsRoots } from './aws-roots';
import { awsCommand } from './command';
import { signIn } from './sign-in';

/** Adding and removing AWS connections, and signing in. */
export function registerConnections(roots: AwsRoots, log: LogOutputChannel): Disposable {
  const command = (id: string, act: (target: unknown) => Promise<unknown>): Disposable => awsCommand(log, id, act);
  return Disposable.from(
    command('sagemaker.addConnection', (names) => addConnection(roots, names)),
    command('sagemaker.removeConnection', async (target) => {
      if (roots.all.length === 0) return;
      const root = await chooseConnection(roots, target, l10n.t('Which connection is removed?'));
      if (root !== undefined) await roots.remove(root.id);
    }),
    command('sagemaker.signIn', async (target) => {
      const root = await chooseConnection(roots, target, l10n.t('Sign in to which connection?'));
      if (root === undefined) return;
      await signIn(root);
      // One sign-in is good for all profiles of its session.
      await roots.renew(root);
    }),
  );
}

/** Asks for a profile and regions, remembers them, and answers the first. `names`: in place of the questions. */
export async function addConnection(roots: AwsRoots, names?: unknown): Promise<AwsConnection | undefined> {
  const chosen = isNames(names) ? names : await chooseNames();
  if (chosen === undefined) return undefined;
  const [first] = await roots.add(chosen);
  return first;
}

/** The connection that is meant: by its id or tree node, the only one, or the one that the user picks. */
export async function chooseConnection(
  roots: AwsRoots,
  target: unknown,
  question: string,
): Promise<AwsConnection | undefined> {
  const id = idOf(target);
  if (typeof id === 'string') return roots.get(id);
  if (roots.all.length <= 1) return roots.all[0] ?? addConnection(roots);
  const items = roots.all.map((root) => ({ label: root.label, description: root.description ?? '', root }));
  return (await window.showQuickPick(items, { placeHolder: question }))?.root;
}

function idOf(target: unknown): unknown {
  if (typeof target !== 'object' || target === null) return target;
  return member(member(target, 'connection'), 'id');
}

function isNames(names: unknown): names is readonly { profile: string | undefined; region: string }[] {
  return Array.isArray(names) && names.every((it) => typeof it === 'object' && it !== null && 'region' in it);
}
