import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Ref } from '../../../client/src/connections/connection';
import { testQuestion } from '../../../client/src/tools/test-question';
import type { TestInput } from '../../../client/src/tools/test-question';
import { textTool } from '../../../client/src/tools/tool';
import { fileUri } from '../support';

const NAMES = [
  'sagemaker_lint_dockerfile',
  'sagemaker_explain_rule',
  'sagemaker_plan_request',
  'sagemaker_test_contract',
  'sagemaker_read_failure',
];

async function call(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

/** What is said, and asked, before a tool runs. VS Code tells nobody else. */
async function prepared(input: TestInput): Promise<vscode.PreparedToolInvocation> {
  const tool = textTool<TestInput>({ ...testQuestion, run: () => Promise.resolve('') });
  const said = await tool.prepareInvocation?.({ input }, new vscode.CancellationTokenSource().token);
  assert.ok(said, 'nothing is said');
  return said;
}

suite('Tools for language models', () => {
  const noEngine = process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined;

  test('are there, each with a schema', () => {
    const found = vscode.lm.tools.filter(({ name }) => name.startsWith('sagemaker_'));
    assert.deepEqual(found.map(({ name }) => name).sort(), [...NAMES].sort());
    for (const { inputSchema, description } of found) {
      assert.ok(inputSchema !== undefined);
      assert.ok(description.length > 100);
    }
  });

  test('lint a Dockerfile that no editor shows', async () => {
    const file = fileUri('tool/Dockerfile');
    const text = '# sagemaker: roles=training\nFROM python:3.12\nCMD ["python", "train.py"]\n';
    await vscode.workspace.fs.writeFile(file, Buffer.from(text));
    const said = await call('sagemaker_lint_dockerfile', { path: 'tool/Dockerfile' });
    await vscode.workspace.fs.delete(fileUri('tool'), { recursive: true });
    assert.match(said, /^tool\/Dockerfile\. Roles: training\.$/m);
    assert.match(said, /^line \d+: error \[[a-z-]+\] /m);
  });

  test('say what they can’t do', async () => {
    assert.match(await call('sagemaker_lint_dockerfile', { path: '/etc/passwd' }), /no file of the workspace/);
    assert.match(await call('sagemaker_lint_dockerfile', { path: 'notes.md' }), /no Dockerfile/);
    assert.match(await call('sagemaker_explain_rule', { id: '../../package' }), /no rule and no requirement/);
  });

  test('explain rules and requirements', async () => {
    assert.match(await call('sagemaker_explain_rule', { id: 'train-is-answered' }), /docker run IMAGE train/);
    assert.match(await call('sagemaker_explain_rule', { id: 'LAUNCH-01' }), /^# LAUNCH-01$/m);
  });

  test('ask before they start containers, with what and where', async () => {
    const { invocationMessage, confirmationMessages } = await prepared({ path: fileUri('web/Dockerfile').fsPath });
    assert.equal(invocationMessage, 'Testing web/Dockerfile against the contract of SageMaker');
    assert.equal(confirmationMessages?.title, 'Run containers?');
    const built = 'web/Dockerfile is built, and its image is started on this machine as SageMaker would start it.';
    assert.equal(confirmationMessages.message, built);
    const { confirmationMessages: started } = await prepared({ image: 'mine:1' });
    assert.equal(started?.message, 'The image mine:1 is started on this machine, as SageMaker would start it.');
  });

  test('plan a request', async () => {
    const said = await call('sagemaker_plan_request', { path: 'run/tiny.training-job.json' });
    assert.match(said, /docker run/);
    assert.match(said, /ResourceConfig/);
  });

  test('test an image', async function () {
    if (noEngine) this.skip();
    this.timeout(240_000);
    const said = await call('sagemaker_test_contract', { image: 'sm-test-tiny:1' });
    assert.match(said, /^sm-test-tiny:1$/m);
    assert.match(said, /\d+ passed, \d+ failed, \d+ skipped\./);
  });

  test('read why a job failed', async function () {
    if (noEngine) this.skip();
    this.timeout(120_000);
    const request = {
      TrainingJobName: 'failing',
      AlgorithmSpecification: {
        TrainingImage: 'sm-test-tiny:1',
        TrainingInputMode: 'File',
        ContainerEntrypoint: ['/bin/sh', '-c', 'echo the disk is on fire; exit 3'],
      },
      RoleArn: 'arn:aws:iam::123456789012:role/service-role/training',
      OutputDataConfig: { S3OutputPath: 's3://bucket/output/' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
      StoppingCondition: { MaxRuntimeInSeconds: 600 },
    };
    const file = fileUri('tool-job/failing.training-job.json');
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(request)));
    const ref = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', file);
    assert.ok(ref, 'nothing was started');
    const sagemaker = await ref.connection.sagemaker();
    while ((await sagemaker.describeTrainingJob(ref.name)).TrainingJobStatus === 'InProgress') {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const said = await call('sagemaker_read_failure', { name: ref.name });
    await vscode.workspace.fs.delete(fileUri('tool-job'), { recursive: true });
    assert.match(said, /failing: Failed/);
    assert.match(said, /algo-1: the disk is on fire/);
  });
});
