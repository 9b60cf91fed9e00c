import { resolve } from 'node:path';
import type { ModelSource } from '../../engine/src/aws/launch-deploy';
import { AWS_OPTIONS, connect, loadAws } from './aws';
import { loadEngine } from './engine';
import { runLaunch } from './launch-run';
import { progressOn } from './progress';
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
  const engine = await loadEngine();
  const aws = await loadAws();
  const connection = await connect(aws, options, terminal);
  const progress = progressOn(terminal);
  try {
    const { document, overlay } = await aws.deploymentRequest(new aws.AwsSageMaker(connection), deployment);
    const plan = aws.planLaunch(document, overlay, terminal.cwd);
    const launched = await runLaunch({ aws, engine, connection, plan, options, progress }, terminal);
    if (launched === undefined) return options.flag('dry-run') ? 0 : 1;
    terminal.write(`${launched.arn}\n`);
    return 0;
  } finally {
    progress.end();
    connection.close();
  }
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
