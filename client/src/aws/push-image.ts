import { env, l10n, window, workspace } from 'vscode';
import type { QuickPickItem, Uri } from 'vscode';
import type { PushPlan, Pushed } from '../../../engine/src/aws/push';
import type { PushPurpose } from '../../../engine/src/aws/push-checks';
import type { PlannedBuild } from '../../../engine/src/session/build-planned';
import { sizeText } from '../../../engine/src/session/size-text';
import { OWN_IMAGES } from '../../../engine/src/session/image-names';
import type { Parts } from '../parts';
import type { AwsConnection } from './aws-connection';
import { knownFindings } from './known-findings';
import { loadAws } from './load-aws';
import { findingsText, nameAndTag, repositoryName, scanText } from './push-texts';
import { tellBuild } from './tell-build';
import { withSignal } from './with-signal';
import { writeInto } from './write-images';

type Use = PushPurpose['uses'][number];

interface UseItem extends QuickPickItem {
  readonly use: Use;
}

/** What is pushed: what a Dockerfile is built to, or an image of this machine. */
export type PushSource =
  { readonly kind: 'dockerfile'; readonly dockerfile: Uri } | { readonly kind: 'image'; readonly image: string };

/**
 * Pushes an image to ECR; that of a Dockerfile is built for SageMaker first. `repository`: in place of asking for one.
 * Undefined: the user decided otherwise.
 */
export async function pushImage(
  source: PushSource,
  root: AwsConnection,
  parts: Parts,
  repository?: string,
): Promise<Pushed | undefined> {
  const uses = await chooseUses(source, parts);
  if (uses === undefined) return undefined;
  const target = await chooseTarget(source, root, repository);
  if (target === undefined) return undefined;
  const purpose: PushPurpose = { uses, architecture: 'amd64' };
  const plan = await planned(source, target, purpose, root, parts);
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
async function chooseUses(source: PushSource, { lintStatus }: Parts): Promise<readonly Use[] | undefined> {
  const roles: readonly string[] = source.kind === 'image' ? [] : (lintStatus(source.dockerfile)?.roles ?? []);
  const item = (label: string, use: Use, picked: boolean): UseItem => ({ label, use, picked });
  const items = [
    item(l10n.t('Training'), 'training', roles.includes('training')),
    item(l10n.t('Processing'), 'processing', roles.includes('processing')),
    item(l10n.t('Endpoint'), 'endpoint', roles.includes('inference')),
    item(l10n.t('Serverless endpoint'), 'serverless', false),
    item(l10n.t('Batch transform'), 'transform', false),
    item(l10n.t('Studio'), 'studio', roles.includes('studio')),
  ];
  const title = l10n.t('Push {0}', nameOf(source));
  const placeHolder = l10n.t('What is the image for?');
  const picked = await window.showQuickPick(items, { title, placeHolder, canPickMany: true });
  return picked?.map(({ use }) => use);
}

function nameOf(source: PushSource): string {
  return source.kind === 'image' ? source.image : workspace.asRelativePath(source.dockerfile);
}

/** Repository and tag. */
async function chooseTarget(source: PushSource, root: AwsConnection, given?: string): Promise<string | undefined> {
  const { name = 'image', tag = 'latest' } = source.kind === 'image' ? nameAndTag(source.image) : {};
  const own = source.kind === 'image' ? name : repositoryName(source.dockerfile.path);
  const repository = given ?? (await chooseRepository(own, root));
  if (repository === undefined) return undefined;
  const answer = await window.showInputBox({
    title: l10n.t('Push to {0}', root.label),
    prompt: l10n.t('Repository and tag; a repository that is not there is created'),
    value: `${repository}:${tag}`,
  });
  return answer?.trim() === '' ? undefined : answer?.trim();
}

/** A repository that is there, or one of the source’s own name. */
async function chooseRepository(own: string, root: AwsConnection): Promise<string | undefined> {
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
  return picked === other ? own : picked?.label;
}

function planned(
  source: PushSource,
  to: string,
  purpose: PushPurpose,
  root: AwsConnection,
  parts: Parts,
): Promise<PushPlan> {
  const { connections, log } = parts;
  const title =
    source.kind === 'image' ? l10n.t('Looking at {0}', source.image) : l10n.t('Building {0}', nameOf(source));
  return withSignal(title, async (tell, signal) => {
    const aws = await loadAws();
    const { account } = await root.whoami();
    const target = aws.pushTarget(to, { account, region: root.name.region });
    const image =
      source.kind === 'image'
        ? source.image
        : await built(source.dockerfile, purpose, (build) =>
            connections.local.build(build, signal, tellBuild(log, tell)),
          );
    const { session: connection } = await root.open();
    const findings = source.kind === 'image' ? [] : await knownFindings(source.dockerfile, parts);
    const tools = { connection, engine: await connections.local.engine() };
    return aws.planPush(tools, { image, target, purpose, findings }, signal);
  });
}

/** Builds for SageMaker’s hosts under a name of our own, and answers that. */
async function built(
  { path, fsPath }: Uri,
  { architecture }: PushPurpose,
  build: (image: PlannedBuild) => Promise<void>,
): Promise<string> {
  const local = `${OWN_IMAGES}${repositoryName(path)}:push`;
  const from = { dockerfile: fsPath, context: undefined, target: undefined, buildArguments: {} };
  await build({ build: from, local, platform: `linux/${architecture}` });
  return local;
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
