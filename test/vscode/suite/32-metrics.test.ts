import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Ref } from '../../../client/src/connections/connection';
import { eventually, fileUri } from '../support';

const FOLDER = 'metrics';
const VIEW = /sagemaker\.metrics$/;

suite('The metrics of a training job', () => {
  let job: Ref | undefined;

  const charts = (): readonly vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && VIEW.test(input.viewType));
  const charted = (title: string): Promise<void> =>
    eventually(
      vscode.window.tabGroups.onDidChangeTabs,
      () => charts().some(({ label }) => label === title),
      () =>
        charts()
          .map(({ label }) => label)
          .join(),
    );

  suiteSetup(async function () {
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
    this.timeout(120_000);
    const request = {
      TrainingJobName: 'charted',
      AlgorithmSpecification: {
        TrainingImage: 'sm-test-tiny:1',
        TrainingInputMode: 'File',
        ContainerEntrypoint: ['/bin/sh', '-c', 'for i in 5 4 3; do echo "loss=$i"; done'],
        MetricDefinitions: [{ Name: 'train:loss', Regex: 'loss=([0-9.]+)' }],
      },
      RoleArn: 'arn:aws:iam::123456789012:role/service-role/training',
      OutputDataConfig: { S3OutputPath: 's3://bucket/output/' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
      StoppingCondition: { MaxRuntimeInSeconds: 600 },
    };
    const file = fileUri(`${FOLDER}/charted.training-job.json`);
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(request)));
    job = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', file);
    assert.ok(job, 'nothing was started');
    const sagemaker = await job.connection.sagemaker();
    for await (const { text } of sagemaker.logs(job.kind, job.name)) assert.ok(text !== '');
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(fileUri(FOLDER), { recursive: true });
  });

  test('open as a chart, from a row of the tree as well', async () => {
    assert.equal(await vscode.commands.executeCommand('sagemaker.showMetrics', job), true);
    await charted('Metrics: charted');
    await vscode.window.tabGroups.close(charts());
    const row = { kind: job?.kind, name: job?.name };
    const node = { type: 'row', connection: job?.connection, row };
    assert.equal(await vscode.commands.executeCommand('sagemaker.showMetrics', node, undefined), true);
    await charted('Metrics: charted');
  });

  test('are compared with those of other jobs', async () => {
    const other = { ...job, name: 'other' };
    assert.equal(await vscode.commands.executeCommand('sagemaker.compareMetrics', job, [job, other]), true);
    await charted('Metrics: charted, other');
  });
});
