import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Ref } from '../../../client/src/connections/connection';
import { extension, fileUri } from '../support';

const NAME = 'left-behind';
const ROLE = 'arn:aws:iam::123456789012:role/r';
const REQUEST = {
  TrainingJobName: NAME,
  RoleArn: ROLE,
  AlgorithmSpecification: {
    TrainingImage: 'sm-test-tiny:1',
    TrainingInputMode: 'File',
    ContainerEntrypoint: ['/bin/sh', '-c', 'echo ready; sleep 6; echo after'],
  },
  OutputDataConfig: { S3OutputPath: 's3://bucket/output' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
};

/** Runs the job in a process that passes for a window of VS Code, and kills that once the job has begun. */
async function killedWindow(storage: string, socketPath: string): Promise<void> {
  const root = extension().extensionPath;
  const input = { socketPath, storage, folder: fileUri('run').fsPath, window: 'vscode', request: REQUEST };
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(root, 'test/docker/local-child.ts'), JSON.stringify(input)],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const exited = new Promise((resolve) => child.on('exit', resolve));
  const log = path.join(storage, 'jobs/training-job', NAME, 'algo-1.log');
  for (let waited = 0; !(fs.existsSync(log) && fs.readFileSync(log, 'utf8').includes('ready')); waited += 50) {
    if (waited > 30_000 || child.exitCode !== null) throw new Error('the job did not begin');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  await exited;
}

// Its number is the lowest: it is about the first connection of a window.
suite('a window that died', () => {
  const host = process.env['DOCKER_HOST'] ?? '';
  const storage = process.env['SAGEMAKER_CONTAINERS_HOME'] ?? '';

  suiteSetup(function () {
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
    if (!host.startsWith('unix://')) this.skip();
  });

  test('leaves jobs that the next window takes up when it first needs the engine', async function () {
    this.timeout(90_000);
    await killedWindow(storage, host.slice('unix://'.length));
    const request = fileUri('run/tiny.training-job.json');
    const ref = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', request);
    assert.ok(ref, 'nothing was started');
    const sagemaker = await ref.connection.sagemaker();
    const said: string[] = [];
    for await (const { text } of sagemaker.logs('training-job', NAME)) said.push(text);
    assert.deepEqual(said, ['ready', 'after']);
    const { TrainingJobStatus, FailureReason } = await sagemaker.describeTrainingJob(NAME);
    assert.equal(TrainingJobStatus, 'Completed', FailureReason);
    for await (const line of sagemaker.logs(ref.kind, ref.name)) assert.ok(line);
  });
});
