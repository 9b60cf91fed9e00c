import { Disposable, env, l10n, Uri, window } from 'vscode';
import type { ListedKind } from '../../../engine/src/aws/tuning-jobs';
import { arnIn, describe } from '../../../engine/src/session/by-kind';
import type { Connection } from '../connections/connection';
import { member } from '../member';
import type { Parts } from '../parts';
import { isTuning } from '../views/nodes';
import { targetRequest } from '../requests/documents';
import { AwsConnection } from './aws-connection';
import { AwsRoots } from './aws-roots';
import { awsCommand } from './command';
import { deployLocalModel } from './deploy-local-model';
import { deployModel } from './deploy-model';
import { registerLaunchLens } from './launch-lens';
import { downloadData } from './download-data';
import { launchRequest } from './launch-request';
import { loadAws } from './load-aws';
import { loginThrough } from './login-through';
import { pushImage } from './push-image';
import type { PushSource } from './push-image';
import { chooseConnection, registerConnections } from './register-connections';
import { s3Through } from './read-s3';
import { refsOf } from './row-target';

/** AWS in the editor. Nothing of it is loaded before a command, or a view with a connection in it, needs it. */
export function registerAws(parts: Parts): Disposable {
  const { context, connections, log } = parts;
  const roots = new AwsRoots(context, connections, log);
  connections.local.readS3With(s3Through(roots));
  connections.local.logInWith(
    loginThrough(roots, (text) => {
      log.warn(text);
    }),
  );
  const command = (id: string, act: (target: unknown, more: unknown) => Promise<unknown>): Disposable =>
    awsCommand(log, id, act);
  return Disposable.from(
    new Disposable(() => {
      roots.dispose();
    }),
    registerConnections(roots, log),
    registerLaunchLens(roots, connections.onDidChange),
    command('sagemaker.launchRequest', async (target, connection) => {
      const uri = targetRequest(target);
      if (uri === undefined) return undefined;
      const root = await chooseConnection(roots, connection, l10n.t('Launch on which connection?'));
      return root && launchRequest(uri, root, parts);
    }),
    command('sagemaker.pushImage', async (target, connection) => {
      const source = pushSourceOf(target);
      if (source === undefined) return undefined;
      const root = await chooseConnection(roots, connection, l10n.t('Push to which connection?'));
      return root && pushImage(source, root, parts);
    }),
    command('sagemaker.deployModel', async (target) => {
      const [ref] = refsOf(target, undefined);
      if (ref?.kind !== 'training-job') return undefined;
      if (ref.connection instanceof AwsConnection) return deployModel(ref.name, ref.connection, parts);
      const root = await chooseConnection(roots, undefined, l10n.t('Deploy on which connection?'));
      return root && deployLocalModel(ref.name, root, parts);
    }),
    command('_sagemaker.downloadData', async (connection, overlay) => {
      const root = roots.get(connection);
      return root !== undefined && overlay instanceof Uri ? downloadData(root, overlay) : undefined;
    }),
    command('sagemaker.openConsole', async (target, selected) => {
      if (isTuning(target)) await openConsole(target.connection, target.row);
      else for (const ref of refsOf(target, selected)) await openConsole(ref.connection, ref);
    }),
    command('sagemaker.copyArn', async (target, selected) => {
      const arns = await Promise.all(
        refsOf(target, selected).map(async ({ connection, kind, name }) =>
          arnIn(kind, await describe(await connection.sagemaker(), kind, name)),
        ),
      );
      await env.clipboard.writeText(arns.filter((it) => it !== undefined).join('\n'));
    }),
  );
}

async function openConsole(
  connection: Connection,
  { kind, name }: { readonly kind: ListedKind; readonly name: string },
): Promise<void> {
  if (!(connection instanceof AwsConnection)) return;
  const link = (await loadAws()).consoleLink(kind, name, connection.name.region);
  if (link !== undefined) await env.openExternal(Uri.parse(link));
  else void window.showInformationMessage(l10n.t('The console of {0} is not known here.', connection.name.region));
}

/** An image of this machine (`{ image: tag }`), or a Dockerfile. */
function pushSourceOf(target: unknown): PushSource | undefined {
  const image = member(target, 'image');
  if (typeof image === 'string') return { kind: 'image', image };
  const dockerfile = dockerfileOf(target);
  return dockerfile && { kind: 'dockerfile', dockerfile };
}

/** A Dockerfile: as a file of the explorer, a node of the Containers view, or the one in the editor. */
function dockerfileOf(target: unknown): Uri | undefined {
  if (target instanceof Uri) return target;
  if (typeof target === 'object' && target !== null) {
    const own: unknown = Reflect.get(target, 'dockerfile') ?? Reflect.get(target, 'uri');
    if (own instanceof Uri) return own;
    if (typeof own === 'string') return Uri.file(own);
  }
  const active = window.activeTextEditor?.document;
  return active?.languageId === 'dockerfile' ? active.uri : undefined;
}
