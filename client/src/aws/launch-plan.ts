import { l10n, window } from 'vscode';
import type { Launched, LaunchTools } from '../../../engine/src/aws/launch';
import type { LaunchPlan, PlannedPush } from '../../../engine/src/aws/launch-plan';
import type { Offer, PreflightItem } from '../../../engine/src/aws/preflight-types';
import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import type { AwsConnection } from './aws-connection';
import { chooseTargets } from './image-questions';
import type { Targets } from './image-questions';
import { bytesOf, instancesText } from './launch-texts';
import { stepText } from './launch-step';
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
  planned: LaunchPlan,
  root: AwsConnection,
  parts: Parts,
): Promise<LaunchedRef | undefined> {
  const targets = await chooseTargets(planned);
  if (targets === undefined) return undefined;
  const agreed = await agreedTo(planned, root, targets);
  if (agreed === undefined) return undefined;
  const { plan } = agreed;
  const title = l10n.t('Launching {0} on {1}', plan.needs.name, root.label);
  const launched = await withSignal(title, (tell, signal) => run(agreed, root, targets, parts, tell, signal));
  const ref: Ref = { connection: root, kind: plan.needs.kind, name: launched.name };
  await parts.logs.show(ref);
  return { ref, launched };
}

/** A plan, and what else the user lets the launch do. */
interface Agreed {
  readonly plan: LaunchPlan;
  readonly createsBucket: boolean;
}

/** Looks, shows, and looks again when the user takes up an offer; then asks. Undefined: not launched. */
async function agreedTo(planned: LaunchPlan, root: AwsConnection, targets: Targets): Promise<Agreed | undefined> {
  const { asUpdate } = await loadAws();
  let plan = planned;
  const taken = new Set<Offer>();
  for (;;) {
    const items = await check(plan, root, targets, taken);
    const choice = await showChecklist(plan.needs.name, items);
    if (choice === undefined) return undefined;
    const createsBucket = taken.has('create-bucket');
    if (choice === 'go') {
      return (await confirmed({ plan, createsBucket }, root, targets, items)) ? { plan, createsBucket } : undefined;
    }
    taken.add(choice);
    if (choice === 'update-endpoint') plan = asUpdate(plan, new Date());
  }
}

function keptImages({ pushes }: LaunchPlan, targets: Targets): readonly string[] {
  return pushes.filter((it) => !targets.has(it)).map(({ image }) => image.requested);
}

function check(
  plan: LaunchPlan,
  root: AwsConnection,
  targets: Targets,
  taken: ReadonlySet<Offer>,
): Promise<readonly PreflightItem[]> {
  return withSignal(l10n.t('Before {0} is launched', plan.needs.name), async (tell, signal) => {
    const [aws, engine] = await Promise.all([loadAws(), loadEngine()]);
    await root.whoami();
    const { session: connection, sagemaker } = await root.open();
    const storage = engine.storageFolder(process.env);
    const probeOutputs = taken.has('probe-outputs');
    const createsBucket = taken.has('create-bucket');
    const kept = keptImages(plan, targets);
    return aws.preflight(
      plan,
      { connection, sagemaker, storage, probeOutputs, createsBucket, keptImages: kept },
      ({ title }) => {
        tell(title);
      },
      signal,
    );
  });
}

async function confirmed(
  { plan, createsBucket }: Agreed,
  root: AwsConnection,
  targets: Targets,
  items: readonly PreflightItem[],
): Promise<boolean> {
  const { account } = await root.whoami();
  const { name, region } = { name: plan.needs.name, region: root.name.region };
  const bucket = items.find(({ id }) => id === 'bucket');
  const priced = items.find(({ id }) => id === 'price');
  const instances = instancesText(plan);
  const price =
    priced?.status === 'passed' ? priced.detail : l10n.t('{0}: the price for an hour is not known.', instances);
  const kept = keptImages(plan, targets);
  const detail = [
    price,
    ...[...targets].map(([{ image }, to]) => l10n.t('Push {0} to {1}', image.build?.dockerfile ?? image.local, to)),
    ...kept.map((image) => l10n.t('Use the image {0} as it is in the registry', image)),
    ...(createsBucket && bucket !== undefined ? [bucket.detail] : []),
    ...plan.uploads.map(({ from, to }) => l10n.t('Upload {0} to {1}', from, to)),
    ...plan.needs.creates.map(({ what, name: it, updated }) =>
      updated === true ? l10n.t('Update {0} {1}', what, it) : l10n.t('Create {0} {1}', what, it),
    ),
  ].join('\n');
  const act = l10n.t('Launch');
  const question = l10n.t('Launch {0} in account {1}, {2} ({3})?', name, account, region, root.label);
  return (await window.showWarningMessage(question, { modal: true, detail }, act)) === act;
}

async function run(
  { plan, createsBucket }: Agreed,
  root: AwsConnection,
  targets: Targets,
  parts: Parts,
  tell: Told,
  signal: AbortSignal,
): Promise<Launched> {
  const [aws, { session: connection, sagemaker }] = await Promise.all([loadAws(), root.open()]);
  const tools: LaunchTools = { connection, sagemaker, createsBucket, ...buildTools(parts, tell, targets) };
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
