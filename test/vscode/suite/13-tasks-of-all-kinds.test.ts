import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Ref } from '../../../client/src/connections/connection';
import type { SageMaker } from '../../../engine/src/sagemaker';
import { fileUri } from '../support';
import { taskEnded, taskStarted, writeTasks } from '../tasks';

const FOLDER = 'served-tasks';
const IMAGE = 'sm-test-tiny:1';
const ROLE = 'arn:aws:iam::000000000000:role/local';
const S3 = 's3://local';
const MODEL = `${S3}/model/model.tar.gz`;
const OVERLAY = {
  s3: { [MODEL]: './model', [`${S3}/input`]: './data', [`${S3}/predictions`]: './predictions', [`${S3}/out`]: './out' },
};
const TRAIN = {
  TrainingJobName: 'task-first',
  AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
  RoleArn: ROLE,
  OutputDataConfig: { S3OutputPath: `${S3}/output` },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
};
const SOURCE = { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `${S3}/input` } };
const PROCESS = {
  ProcessingJobName: 'task-process',
  AppSpecification: {
    ImageUri: IMAGE,
    ContainerEntrypoint: ['/bin/sh', '-c', 'cat /opt/ml/processing/in/* > /opt/ml/processing/out/all.csv'],
  },
  RoleArn: ROLE,
  ProcessingInputs: [
    {
      InputName: 'in',
      S3Input: {
        S3Uri: `${S3}/input`,
        LocalPath: '/opt/ml/processing/in',
        S3DataType: 'S3Prefix',
        S3InputMode: 'File',
      },
    },
  ],
  ProcessingOutputConfig: {
    Outputs: [
      {
        OutputName: 'out',
        S3Output: { S3Uri: `${S3}/out`, LocalPath: '/opt/ml/processing/out', S3UploadMode: 'EndOfJob' },
      },
    ],
  },
  ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 } },
};
const modelOf = (ModelName: string, Image = IMAGE): object => ({
  ModelName,
  ExecutionRoleArn: ROLE,
  PrimaryContainer: { Image, ModelDataUrl: MODEL },
});
const TRANSFORM = {
  TransformJobName: 'task-transform',
  ModelName: 'task-transform',
  Model: modelOf('task-transform'),
  TransformInput: { DataSource: SOURCE, ContentType: 'text/csv', SplitType: 'Line' },
  TransformOutput: { S3OutputPath: `${S3}/predictions`, AssembleWith: 'Line' },
  TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
};
const endpoint = (name: string, image?: string): object => ({
  Model: modelOf(name, image),
  EndpointConfig: {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'all', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
  },
  Endpoint: { EndpointName: name, EndpointConfigName: name },
});
const task = (label: string, action: string, more: object): object => ({ type: 'sagemaker', action, label, ...more });
const TASKS = [
  task('sm process', 'process', { request: `${FOLDER}/task.processing-job.json` }),
  task('sm transform', 'transform', { request: `${FOLDER}/task.transform-job.json` }),
  task('sm test', 'test', { dockerfile: `${FOLDER}/Dockerfile` }),
  task('sm endless', 'test', { dockerfile: `${FOLDER}/endless/Dockerfile` }),
  task('sm serve', 'serve', { request: `${FOLDER}/task.endpoint.json` }),
  task('sm unable', 'serve', { request: `${FOLDER}/unable.endpoint.json` }),
  // Tasks of the same words are one to VS Code.
  task('sm when served', 'process', { request: `${FOLDER}/after.processing-job.json`, dependsOn: ['sm serve'] }),
];

suite('tasks of all kinds', () => {
  let sagemaker: SageMaker;
  const write = (name: string, text: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(fileUri(`${FOLDER}/${name}`), Buffer.from(text));
  const read = async (name: string): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(fileUri(`${FOLDER}/${name}`)));
  const run = (label: string): Thenable<unknown> =>
    vscode.commands.executeCommand('workbench.action.tasks.runTask', label);
  const endpoints = async (): Promise<readonly string[]> =>
    (await sagemaker.listEndpoints({})).Endpoints?.map((it) => `${it.EndpointName}: ${it.EndpointStatus}`) ?? [];

  suiteSetup(async function () {
    this.timeout(60_000);
    // On a laptop without Docker; in CI there is one.
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
    await write('data/rows.csv', '1,2\n3,4\n');
    await write('model/model.json', '{}');
    await write('Dockerfile', `# sagemaker: roles=training\nFROM ${IMAGE}\n`);
    const endless = ['# sagemaker: roles=training', `FROM ${IMAGE}`, 'ENTRYPOINT ["/bin/sh", "-c", "sleep 300"]'];
    await write('endless/Dockerfile', endless.join('\n'));
    await write('unable/Dockerfile', `FROM ${IMAGE}\nENTRYPOINT ["/bin/false"]\n`);
    const images = { 'local/unable': { dockerfile: 'unable/Dockerfile' } };
    await write('unable.local.json', JSON.stringify({ ...OVERLAY, images }));
    await write('task.training-job.json', JSON.stringify(TRAIN));
    for (const stem of ['task', 'after']) {
      await write(`${stem}.local.json`, JSON.stringify(OVERLAY));
      await write(`${stem}.processing-job.json`, JSON.stringify(PROCESS));
    }
    await write('task.transform-job.json', JSON.stringify(TRANSFORM));
    await write('task.endpoint.json', JSON.stringify(endpoint('task-served')));
    await write('unable.endpoint.json', JSON.stringify(endpoint('task-unable', 'local/unable')));
    await writeTasks(TASKS);
    const first = fileUri(`${FOLDER}/task.training-job.json`);
    const ref = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', first);
    assert.ok(ref, 'nothing was started');
    sagemaker = await ref.connection.sagemaker();
  });

  suiteTeardown(async () => {
    for (const name of [FOLDER, '.vscode/tasks.json']) {
      await Promise.resolve(vscode.workspace.fs.delete(fileUri(name), { recursive: true })).catch(() => undefined);
    }
  });

  test('a processing job leaves its output', async function () {
    this.timeout(60_000);
    const ended = taskEnded('sm process');
    await run('sm process');
    assert.equal(await ended, 0);
    assert.equal(await read('out/all.csv'), '1,2\n3,4\n');
  });

  test('a batch transform job leaves its predictions', async function () {
    this.timeout(60_000);
    const ended = taskEnded('sm transform');
    await run('sm transform');
    assert.equal(await ended, 0);
    assert.match(await read('predictions/rows.csv.out'), /predictions/);
  });

  test('the contract tests end with what they found', async function () {
    this.timeout(240_000);
    const ended = taskEnded('sm test');
    await run('sm test');
    assert.equal(await ended, 0);
  });

  test('contract tests end with their task', async function () {
    this.timeout(120_000);
    const started = taskStarted('sm endless');
    const ended = taskEnded('sm endless');
    await run('sm endless');
    (await started).terminate();
    await ended;
    // Test runs wait for each other: this one runs only when that one is over.
    const next = await vscode.commands.executeCommand(
      'sagemaker.testContract',
      fileUri(`${FOLDER}/endless/Dockerfile`),
      {
        signal: AbortSignal.timeout(0),
      },
    );
    assert.equal(next, undefined);
  });

  test('what waits for an endpoint begins when it is in service; the endpoint goes with its task', async function () {
    this.timeout(120_000);
    const serving = taskStarted('sm serve');
    const next = taskStarted('sm when served');
    const ended = taskEnded('sm when served');
    const over = taskEnded('sm serve');
    await run('sm when served');
    await next;
    assert.deepEqual(await endpoints(), ['task-served: InService']);
    assert.equal(await ended, 0);
    // The endpoint outlives what waited for it.
    assert.deepEqual(await endpoints(), ['task-served: InService']);
    const gone = new AbortController();
    const changes = sagemaker.watch(gone.signal);
    (await serving).terminate();
    await over;
    if ((await endpoints()).length > 0) {
      for await (const _ of changes) if ((await endpoints()).length === 0) break;
    }
    gone.abort();
    assert.deepEqual(await endpoints(), []);
  });

  test('an endpoint that fails ends its task, and goes', async function () {
    this.timeout(120_000);
    const ended = taskEnded('sm unable');
    await run('sm unable');
    assert.equal(await ended, 1);
    assert.deepEqual(await endpoints(), []);
  });
});
