import { resolve } from 'node:path';
import type { AwsConnection } from '../../engine/src/aws/connection';
import type { ModelSource } from '../../engine/src/aws/launch-deploy';
import type { LocalModel } from '../../engine/src/aws/launch-local-model';
import type { Overlay } from '../../engine/src/requests/types';
import { plainName } from '../../engine/src/session/plain-name';
import type { Aws } from './aws';
import { loadEngine } from './engine';
import { LAUNCH_OPTIONS, launchPlanned } from './launch-run';
import type { PlanOf } from './launch-run';
import { openLocal } from './open-local';
import { progressOn } from './progress';
import { onlyPositional, readOptions } from './read-options';
import type { Options } from './read-options';
import { subjectOf } from './subject';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

const INSTANCE_TYPE = 'ml.m5.large';

const SOURCES = ['from-job', 'from-local-job', 'model'] as const;

/** `deploy`: makes an endpoint at AWS of a model, or of what a training job left there or here; prints the ARN. */
export async function deployCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, [
    ...LAUNCH_OPTIONS,
    ...SOURCES,
    'image',
    'role',
    'env',
    'instance-type',
    'instance-count',
  ]);
  const name = onlyPositional(options, 'the endpoint');
  checkSource(options);
  const instanceType = options.text('instance-type') ?? INSTANCE_TYPE;
  const instanceCount = countOf(options.text('instance-count'));
  const environment = Object.fromEntries(options.pairs('env'));
  let local: LocalModel | undefined;
  const planOf: PlanOf = async (aws, connection) => {
    const job = options.text('from-local-job');
    local = job === undefined ? undefined : await modelHere(aws, job, terminal);
    const named = serverOf(name, options.text('image'), terminal);
    const image = named?.image ?? local?.image;
    const registry = named === undefined ? local?.registry : undefined;
    const role = options.text('role') ?? local?.role;
    const source = await sourceOf(name, local, options, terminal, aws, connection);
    const deployment = { name, source, image, registry, role, instanceType, instanceCount, environment };
    const { document, overlay } = await aws.deploymentRequest(aws.awsSageMaker(connection), deployment);
    return aws.planLaunch(document, { ...overlay, images: named?.images ?? overlay.images }, terminal.cwd);
  };
  try {
    return await launchPlanned(planOf, options, terminal);
  } finally {
    await local?.dispose();
  }
}

/** `--image`: an image, or what it is built of. Undefined: not given. */
function serverOf(
  endpoint: string,
  text: string | undefined,
  terminal: Terminal,
): { readonly image: string; readonly images: Overlay['images'] } | undefined {
  if (text === undefined) return undefined;
  const subject = subjectOf(text, terminal.cwd);
  if (subject.kind === 'image') return { image: subject.image, images: {} };
  if (subject.kind === 'request') throw new UsageError('--image takes an image, a Dockerfile or its folder.');
  const image = `${plainName(endpoint).toLowerCase()}:latest`;
  return { image, images: { [image]: { dockerfile: subject.dockerfile } } };
}

function checkSource(options: Options): void {
  if (SOURCES.filter((it) => options.has(it)).length !== 1) {
    throw new UsageError(
      'Say where the model is: --from-job <training job at AWS>, --from-local-job <training job here> or ' +
        '--model <s3://…|model.tar.gz>.',
    );
  }
  if (options.text('to')?.startsWith('s3://') === false) {
    throw new UsageError('Say where in S3 the archive goes: --to s3://<bucket>/…/model.tar.gz.');
  }
}

async function sourceOf(
  name: string,
  local: LocalModel | undefined,
  options: Options,
  terminal: Terminal,
  aws: Aws,
  connection: AwsConnection,
): Promise<ModelSource> {
  const trainingJob = options.text('from-job');
  if (trainingJob !== undefined) return { trainingJob };
  const model = options.text('model') ?? '';
  if (model.startsWith('s3://')) return { uri: model };
  const to =
    options.text('to') ??
    aws.defaultModelUri(await connection.identity(terminal.interruption()), connection.name.region, name);
  return { file: local?.file ?? resolve(terminal.cwd, model), to };
}

/** What a job of this machine left; the Docker Engine is not needed for it. */
async function modelHere(aws: Aws, job: string, terminal: Terminal): Promise<LocalModel> {
  const session = await openLocal(await loadEngine(), undefined, progressOn(terminal), terminal);
  try {
    return await aws.localModel(session.sagemaker, job, terminal.interruption());
  } finally {
    await session.close();
  }
}

function countOf(text: string | undefined): number {
  const count = Number(text ?? '1');
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError('--instance-count takes a whole number, from 1.');
}
