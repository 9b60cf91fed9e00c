import { resolve } from 'node:path';
import type { ModelSource } from '../../engine/src/aws/launch-deploy';
import { AWS_OPTIONS } from './aws';
import { launchPlanned } from './launch-run';
import type { PlanOf } from './launch-run';
import { onlyPositional, readOptions } from './read-options';
import type { Options } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

const INSTANCE_TYPE = 'ml.m5.large';

/** `deploy`: makes an endpoint at AWS of a model, or of what a training job left; prints the ARN. */
export async function deployCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, [
    ...AWS_OPTIONS,
    'from-job',
    'model',
    'to',
    'image',
    'role',
    'env',
    'instance-type',
    'instance-count',
    'yes',
    'dry-run',
  ]);
  const name = onlyPositional(options, 'the endpoint');
  const deployment = {
    name,
    source: sourceOf(options, terminal.cwd),
    image: options.text('image'),
    role: options.text('role'),
    instanceType: options.text('instance-type') ?? INSTANCE_TYPE,
    instanceCount: countOf(options.text('instance-count')),
    environment: Object.fromEntries(options.pairs('env')),
  };
  const planOf: PlanOf = async (aws, connection) => {
    const { document, overlay } = await aws.deploymentRequest(new aws.AwsSageMaker(connection), deployment);
    return aws.planLaunch(document, overlay, terminal.cwd);
  };
  return launchPlanned(planOf, options, terminal);
}

function sourceOf(options: Options, cwd: string): ModelSource {
  const trainingJob = options.text('from-job');
  const model = options.text('model');
  const to = options.text('to');
  if ((trainingJob === undefined) === (model === undefined)) {
    throw new UsageError('Say where the model is: --from-job <training job> or --model <s3://…|model.tar.gz>.');
  }
  if (trainingJob !== undefined) return { trainingJob };
  if (model?.startsWith('s3://') === true) return { uri: model };
  if (to?.startsWith('s3://') !== true) {
    throw new UsageError('Say where in S3 the archive goes: --to s3://<bucket>/…/model.tar.gz.');
  }
  return { file: resolve(cwd, model ?? ''), to };
}

function countOf(text: string | undefined): number {
  const count = Number(text ?? '1');
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError('--instance-count takes a whole number.');
}
