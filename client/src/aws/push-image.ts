import { env, l10n, window, workspace } from 'vscode';
import type { QuickPickItem, Uri } from 'vscode';
import type { PushPlan, Pushed } from '../../../engine/src/aws/push';
import type { PushPurpose } from '../../../engine/src/aws/push-checks';
import { sizeText } from '../../../engine/src/session/size-text';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { REQUEST_PATTERN } from '../requests/documents';
import type { AwsConnection } from './aws-connection';
import { loadAws } from './load-aws';
import { findingsText, repositoryName, scanText } from './push-texts';
import { tellBuild } from './tell-build';
import { withSignal } from './with-signal';
import { writeImages } from './write-images';

type Use = PushPurpose['uses'][number];

interface UseItem extends QuickPickItem {
  readonly use: Use;
}

/** Builds a Dockerfile for SageMaker, and pushes what comes of it to ECR. Undefined: the user decided otherwise. */
export async function pushImage(dockerfile: Uri, root: AwsConnection, parts: Parts): Promise<Pushed | undefined> {
  const uses = await chooseUses(dockerfile, parts);
  if (uses === undefined) return undefined;
  const target = await chooseRepository(dockerfile, root);
  if (target === undefined) return undefined;
  const purpose: PushPurpose = { uses, architecture: 'amd64' };
  const plan = await planned(dockerfile, target, purpose, root, parts);
  if (!(await confirmed(plan, root))) return undefined;
  const pushed = await withSignal(l10n.t('Pushing {0}', plan.target.uri), async (tell, signal) => {
    const [aws, { session: connection }] = await Promise.all([loadAws(), root.open()]);
    const tools = { connection, engine: await parts.connections.local.engine() };
    return aws.push(
      tools,
      plan,
      ({ done, layers, current, total }) => {
        tell.bytes(l10n.t('{0} of {1} layers', done, layers.length), current, total);
      },
      signal,
    );
  });
  void tellPushed(pushed, plan);
  return pushed;
}

/** What the image is for decides what is checked. */
async function chooseUses(dockerfile: Uri, { lintStatus }: Parts): Promise<readonly Use[] | undefined> {
  const roles: readonly string[] = lintStatus(dockerfile)?.roles ?? [];
  const item = (label: string, use: Use, picked: boolean): UseItem => ({ label, use, picked });
  const items = [
    item(l10n.t('Training'), 'training', roles.includes('training')),
    item(l10n.t('Processing'), 'processing', roles.includes('processing')),
    item(l10n.t('Endpoint'), 'endpoint', roles.includes('inference')),
    item(l10n.t('Serverless endpoint'), 'serverless', false),
    item(l10n.t('Batch transform'), 'transform', false),
    item(l10n.t('Studio'), 'studio', roles.includes('studio')),
  ];
  const title = l10n.t('Push {0}', workspace.asRelativePath(dockerfile));
  const placeHolder = l10n.t('What is the image for?');
  const picked = await window.showQuickPick(items, { title, placeHolder, canPickMany: true });
  return picked?.map(({ use }) => use);
}

/** A repository that is there, or a new one. */
async function chooseRepository(dockerfile: Uri, root: AwsConnection): Promise<string | undefined> {
  const names = await withSignal(l10n.t('Repositories of ECR'), async (_tell, signal) => {
    const aws = await loadAws();
    await root.whoami();
    const found: string[] = [];
    for await (const { name } of aws.listRepositories((await root.open()).session, signal)) found.push(name);
    return found;
  });
  const other = { label: l10n.t('$(add) Another repository…') };
  const items = [...names.map((name) => ({ label: name })), other];
  const placeHolder = l10n.t('Repository on {0}', root.label);
  const picked = names.length === 0 ? other : await window.showQuickPick(items, { placeHolder });
  if (picked === undefined) return undefined;
  const name = picked === other ? repositoryName(dockerfile.path) : picked.label;
  const answer = await window.showInputBox({
    title: l10n.t('Push to {0}', root.label),
    prompt: l10n.t('Repository and tag; a repository that is not there is created'),
    value: `${name}:latest`,
  });
  return answer?.trim() === '' ? undefined : answer?.trim();
}

function planned(
  dockerfile: Uri,
  to: string,
  purpose: PushPurpose,
  root: AwsConnection,
  { connections, log }: Parts,
): Promise<PushPlan> {
  return withSignal(l10n.t('Building {0}', workspace.asRelativePath(dockerfile)), async (tell, signal) => {
    const aws = await loadAws();
    const { account } = await root.whoami();
    const target = aws.pushTarget(to, { account, region: root.name.region });
    const local = `sagemaker-local/${repositoryName(dockerfile.path)}:push`;
    const build = { dockerfile: dockerfile.fsPath, context: undefined, target: undefined, buildArguments: {} };
    const image = { build, local, platform: `linux/${purpose.architecture}` };
    await connections.local.build(image, signal, tellBuild(log, tell));
    const { session: connection } = await root.open();
    return aws.planPush(
      { connection, engine: await connections.local.engine() },
      { image: local, target, purpose },
      signal,
    );
  });
}

async function confirmed(plan: PushPlan, root: AwsConnection): Promise<boolean> {
  const { account } = await root.whoami();
  const lines = [
    l10n.t('{0} uncompressed; layers that are there already are not sent again.', sizeText(plan.size, { fine: true })),
    ...(plan.createsRepository ? [l10n.t('The repository {0} is created.', plan.target.repository)] : []),
    ...(plan.findings.length === 0 ? [] : [findingsText(plan.findings)]),
  ];
  const detail = lines.join('\n');
  if (plan.findings.some(({ severity }) => severity === 'error')) {
    await window.showErrorMessage(l10n.t('SageMaker would not take this image, so it is not pushed.'), {
      modal: true,
      detail,
    });
    return false;
  }
  const act = l10n.t('Push');
  const question = l10n.t('Push to {0} in account {1}?', plan.target.uri, account);
  return (await window.showWarningMessage(question, { modal: true, detail }, act)) === act;
}

async function tellPushed({ uri, findings, scan }: Pushed, plan: PushPlan): Promise<void> {
  const known = new Set(plan.findings.map(({ message }) => message));
  const more = findingsText(findings.filter(({ message }) => !known.has(message)));
  const counts = scanText(scan?.counts);
  const message = [
    l10n.t('Pushed {0}.', uri),
    ...(more === '' ? [] : [more]),
    ...(counts === '' ? [] : [l10n.t('The scan of ECR found {0}.', counts)]),
  ].join(' ');
  const copy = l10n.t('Copy URI');
  const write = l10n.t('Write into Requests…');
  const choice = await window.showInformationMessage(message, copy, write);
  if (choice === copy) await env.clipboard.writeText(uri);
  if (choice === write) await writeInto(uri);
}

/** Asks in which request documents, and in place of which image of theirs, the URI is written. */
async function writeInto(uri: string): Promise<void> {
  const engine = await loadEngine();
  const files = await workspace.findFiles(REQUEST_PATTERN, '**/node_modules/**', 200);
  const items = await Promise.all(
    files.map(async (file) => {
      const images = engine.imagesIn((await workspace.openTextDocument(file)).getText());
      return images.map((image) => ({ label: workspace.asRelativePath(file), description: image, file, image }));
    }),
  );
  const placeHolder = l10n.t('Which images of which requests become the one that was pushed?');
  const picked = await window.showQuickPick(items.flat(), { placeHolder, canPickMany: true, matchOnDescription: true });
  for (const { file, image } of picked ?? []) await writeImages(file, { [image]: uri });
}
