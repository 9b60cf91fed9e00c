import { inParallel } from '../local/in-parallel';
import { isNamed } from '../named-errors';
import { UserError } from '../user-error';
import type { AwsConnection, Identity } from './connection';
import type { RegistryHost } from './ecr-image';
import type { NeededInstances } from './launch-needs-types';
import type { LaunchPlan } from './launch-plan';
import { bucketChecks } from './preflight-bucket';
import { judgeCaller, judgePrice, judgeQuota } from './preflight-judge';
import { imageChecks } from './preflight-images';
import { judgeRole, judgeRoleArn } from './preflight-judge-role';
import { checkName, isTaken } from './preflight-names';
import type { Describer } from './preflight-names';
import { checkInput } from './preflight-s3';
import { failed, passed, unknown } from './preflight-types';
import type { Check, PreflightItem, Verdict } from './preflight-types';
import { once } from './preflight-once';
import { Pricing } from './pricing';
import { Quotas } from './quota';
import { trustPolicyOf } from './roles';

export interface PreflightTools {
  readonly connection: AwsConnection;
  readonly sagemaker: Describer;
  /** Folder in which prices and codes of quotas are kept. */
  readonly storage: string;
  /** Whether an empty object may be written to the outputs, and deleted again. */
  readonly probeOutputs: boolean;
  /** Whether the launch makes the account’s SageMaker bucket, where it needs it and there is none; no when left out. */
  readonly createsBucket?: boolean;
  /** Images that stay as the request names them, although the overlay has others for them; none when left out. */
  readonly keptImages?: readonly string[];
  /** For tests alone. */
  readonly registryHost?: RegistryHost;
}

const AT_ONCE = 6;

/** Errors that say nothing of the request: it could not be looked at. */
const NOT_SEEN = ['AccessDenied', 'Throttling', 'NetworkError', 'ClockSkew', 'InternalError'];

/**
 * Looks at all that a launch needs, several things at a time; each is told as soon as it is known, and the answer has them
 * in the order of the list. Writes nothing, but for the probes if they are allowed. Rejects only when it is aborted.
 */
export async function preflight(
  plan: LaunchPlan,
  tools: PreflightTools,
  onItem: (item: PreflightItem) => void,
  signal: AbortSignal,
): Promise<readonly PreflightItem[]> {
  const items = await inParallel(checksOf(plan, tools, signal), AT_ONCE, async ({ id, title, run }) => {
    signal.throwIfAborted();
    const verdict = await settled(run, signal);
    if (verdict === undefined) return undefined;
    const item = { id, title, ...verdict };
    onItem(item);
    return item;
  });
  return items.filter((it) => it !== undefined);
}

async function settled(run: Check['run'], signal: AbortSignal): Promise<Verdict | undefined> {
  try {
    return await run();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UserError)) {
      return unknown(`It could not be looked at: ${error instanceof Error ? error.message : String(error)}`);
    }
    return isNamed(error, ...NOT_SEEN) ? unknown(error.message, error.remedy) : failed(error.message, error.remedy);
  }
}

function checksOf(plan: LaunchPlan, tools: PreflightTools, signal: AbortSignal): readonly Check[] {
  const { needs, uploads, pushes, notes } = plan;
  const { connection, sagemaker, storage, probeOutputs, createsBucket: creates = false, keptImages = [] } = tools;
  const { region } = connection.name;
  const identity = once(() => connection.identity(signal));
  const quotas = new Quotas(connection, storage);
  const uploaded = new Set(uploads.map(({ to }) => to));
  const pushed = new Set(pushes.map(({ image }) => image.requested).filter((it) => !keptImages.includes(it)));
  return [
    { id: 'caller', title: 'Caller', run: async () => judgeCaller(await identity(), region, new Date()) },
    ...notes.map(({ severity, message, remedy }, at): Check => ({
      id: `request/${at + 1}`,
      title: 'Request',
      run: () =>
        Promise.resolve(
          severity === 'error' ? failed(message, remedy) : { status: 'warning', detail: message, remedy },
        ),
    })),
    ...needs.roles.map((role): Check => ({
      id: `role/${role}`,
      title: 'Role',
      run: () => checkRole(connection, role, identity, signal),
    })),
    {
      id: 'pass-role',
      title: 'Handing over the role',
      run: () => Promise.resolve(needs.roles.length === 0 ? undefined : PASS_ROLE),
    },
    ...imageChecks(needs.images, pushed, tools, signal),
    ...needs.inputs.map((input): Check => ({
      id: `input/${input.uri}`,
      title: 'Input',
      run: () =>
        uploaded.has(input.uri)
          ? Promise.resolve(passed(`${input.uri} is uploaded with the launch.`))
          : checkInput(connection, input, signal),
    })),
    ...bucketChecks(
      { connection, uploads: [...uploaded], outputs: needs.outputs, identity, creates, probeOutputs },
      signal,
    ),
    ...perType(needs.instances).map((instances): Check => ({
      id: `quota/${instances.use}/${instances.type}`,
      title: 'Quota',
      run: async () => judgeQuota(instances, await quotas.find(instances.type, instances.use, signal)),
    })),
    ...needs.creates.map((creation): Check => ({
      id: `name/${creation.what}`,
      title: 'Name',
      run: () => checkName(sagemaker, creation),
    })),
    { id: 'model', title: 'Model', run: () => checkModel(sagemaker, needs.model) },
    { id: 'price', title: 'Price', run: () => checkPrice(plan, new Pricing(connection, storage), region, signal) },
  ];
}

/** Variants and groups of the same type draw on one quota. */
function perType(all: readonly NeededInstances[]): readonly NeededInstances[] {
  const sums = new Map<string, NeededInstances>();
  for (const one of all) {
    const key = `${one.use}/${one.type}`;
    sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}

/** Simulating policies needs more rights than most callers have, and does not see those of an organisation. */
const PASS_ROLE: Verdict = unknown(
  'Whether the caller may hand the role to SageMaker (iam:PassRole) shows only when the request is sent.',
  'If it is refused, ask for iam:PassRole on this role.',
);

async function checkRole(
  connection: AwsConnection,
  role: string,
  identity: () => Promise<Identity>,
  signal: AbortSignal,
): Promise<Verdict> {
  const wrong = judgeRoleArn(role, (await identity()).account);
  return wrong ?? judgeRole(role, await trustPolicyOf(connection, role, signal));
}

async function checkModel(sagemaker: Describer, name: string | undefined): Promise<Verdict | undefined> {
  if (name === undefined) return undefined;
  if (await isTaken(sagemaker, { what: 'model', name })) return passed(`The model “${name}” is there.`);
  return failed(`There is no model “${name}”.`, 'Create it, or add it to the document as `"Model"`.');
}

async function checkPrice(
  { needs: { instances } }: LaunchPlan,
  pricing: Pricing,
  region: string,
  signal: AbortSignal,
): Promise<Verdict> {
  const prices = await Promise.all(
    instances.map(async ({ type, count, use }) => {
      const price = await pricing.hourly(type, use, signal);
      return price === undefined ? undefined : price * count;
    }),
  );
  const known = prices.filter((it) => it !== undefined);
  const total = known.length === prices.length ? known.reduce((all, one) => all + one, 0) : undefined;
  return judgePrice(total, instances, region);
}
