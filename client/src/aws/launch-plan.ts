import { l10n, window } from 'vscode';
import type { Launched, LaunchProgress, LaunchTools } from '../../../engine/src/aws/launch';
import type { LaunchPlan, PlannedPush } from '../../../engine/src/aws/launch-plan';
import type { PreflightItem } from '../../../engine/src/aws/preflight-types';
import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import type { AwsConnection } from './aws-connection';
import { chooseTargets } from './image-questions';
import type { Targets } from './image-questions';
import { bytesOf, instancesText } from './launch-texts';
import { loadAws } from './load-aws';
import { findingsText } from './push-texts';
import { showChecklist } from './show-checklist';
import { tellBuild } from './tell-build';
import { withSignal } from './with-signal';
import type { Told } from './with-signal';

/** What was launched: where it is, and what was sent for it. */
export interface LaunchedRef {
  readonly ref: Ref;
  readonly launched: Launched;
}

/**
 * Looks at all that a launch needs, shows it, asks once with account, region and price, and launches. Undefined: something
 * has failed beforehand, or the user decided otherwise. The log is opened.
 */
export async function launchPlanned(
  plan: LaunchPlan,
  root: AwsConnection,
  parts: Parts,
): Promise<LaunchedRef | undefined> {
  const targets = await chooseTargets(plan);
  if (targets === undefined) return undefined;
  const items = await check(plan, root, targets);
  if (!(await showChecklist(plan.needs.name, items))) return undefined;
  if (!(await confirmed(plan, root, targets, items))) return undefined;
  const title = l10n.t('Launching {0} on {1}', plan.needs.name, root.label);
  const launched = await withSignal(title, (tell, signal) => run(plan, root, targets, parts, tell, signal));
  const ref: Ref = { connection: root, kind: plan.needs.kind, name: launched.name };
  await parts.logs.show(ref);
  return { ref, launched };
}

function keptImages({ pushes }: LaunchPlan, targets: Targets): readonly string[] {
  return pushes.filter((it) => !targets.has(it)).map(({ image }) => image.requested);
}

function check(plan: LaunchPlan, root: AwsConnection, targets: Targets): Promise<readonly PreflightItem[]> {
  return withSignal(l10n.t('Before {0} is launched', plan.needs.name), async (tell, signal) => {
    const [aws, engine] = await Promise.all([loadAws(), loadEngine()]);
    await root.whoami();
    const { session: connection, sagemaker } = await root.open();
    const storage = engine.storageFolder(process.env);
    const tools = { connection, sagemaker, storage, probeOutputs: false, keptImages: keptImages(plan, targets) };
    return aws.preflight(
      plan,
      tools,
      ({ title }) => {
        tell(title);
      },
      signal,
    );
  });
}

async function confirmed(
  plan: LaunchPlan,
  root: AwsConnection,
  targets: Targets,
  items: readonly PreflightItem[],
): Promise<boolean> {
  const { account } = await root.whoami();
  const { name, region } = { name: plan.needs.name, region: root.name.region };
  const priced = items.find(({ id }) => id === 'price');
  const instances = instancesText(plan);
  const price =
    priced?.status === 'passed' ? priced.detail : l10n.t('{0}: the price for an hour is not known.', instances);
  const kept = keptImages(plan, targets);
  const detail = [
    price,
    ...[...targets].map(([{ image }, to]) => l10n.t('Push {0} to {1}', image.build?.dockerfile ?? image.local, to)),
    ...kept.map((image) => l10n.t('Use the image {0} as it is in the registry', image)),
    ...plan.uploads.map(({ from, to }) => l10n.t('Upload {0} to {1}', from, to)),
    ...plan.needs.creates.map((it) => l10n.t('Create {0} {1}', it.what, it.name)),
  ].join('\n');
  const act = l10n.t('Launch');
  const question = l10n.t('Launch {0} in account {1}, {2} ({3})?', name, account, region, root.label);
  return (await window.showWarningMessage(question, { modal: true, detail }, act)) === act;
}

async function run(
  plan: LaunchPlan,
  root: AwsConnection,
  targets: Targets,
  parts: Parts,
  tell: Told,
  signal: AbortSignal,
): Promise<Launched> {
  const [aws, { session: connection, sagemaker }] = await Promise.all([loadAws(), root.open()]);
  const tools: LaunchTools = { connection, sagemaker, ...buildTools(parts, tell, targets) };
  return aws.launch(
    plan,
    tools,
    (event) => {
      const bytes = bytesOf(event);
      if (bytes === undefined) tell(stepText(event));
      else tell.bytes(stepText(event), bytes.current, bytes.total);
      parts.log.debug(stepText(event));
    },
    signal,
  );
}

/** Images are built by the engine of this window, as a run on this machine builds them. */
function buildTools(
  { connections: { local }, log }: Parts,
  tell: Told,
  targets: Targets,
): Pick<LaunchTools, 'engine' | 'build' | 'questions'> {
  return {
    engine: () => local.engine(),
    build: (image, platform, signal) => local.build({ ...image, platform }, signal, tellBuild(log, tell)),
    questions: {
      target: (push: PlannedPush) => Promise.resolve(targets.get(push)),
      mayPush: async ({ findings, target }) => {
        const worth = findings.filter(({ severity }) => severity !== 'info');
        if (worth.length === 0) return true;
        const act = l10n.t('Push');
        const question = l10n.t('Push to {0} all the same?', target.uri);
        const detail = findingsText(worth);
        return (await window.showWarningMessage(question, { modal: true, detail }, act)) === act;
      },
    },
  };
}

function stepText(event: LaunchProgress): string {
  switch (event.step) {
    case 'build':
      return l10n.t('building {0}', event.image.local);
    case 'push':
      return l10n.t('pushing');
    case 'pushed':
      return l10n.t('pushed {0}', event.pushed.uri);
    case 'upload':
      return l10n.t('uploading {0} of {1} files', event.progress.filesDone, event.progress.files);
    case 'uploaded':
      return l10n.t('uploaded to {0}', event.uploaded.to);
    case 'created':
      return l10n.t('created {0} {1}', event.creation.what, event.creation.name);
  }
}
