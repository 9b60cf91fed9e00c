import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { stop } from '../../../engine/src/session/by-kind';
import type { Ref } from '../../../client/src/connections/connection';
import { write, writeEndpoint } from '../served-endpoint';
import { fileUri } from '../support';

const ROLE = 'arn:aws:iam::123456789012:role/service-role/training';

/** A container that says what the debugger's hook says, without the language: neither is in the tiny image. */
async function writeJob(folder: string, language: string): Promise<void> {
  await write(`${folder}/Dockerfile`, 'FROM sm-test-tiny:1\nWORKDIR /opt/program\nCOPY code/ ./\n');
  await write(`${folder}/code/train.py`, 'print("training")\n');
  await write(`${folder}/train.local.json`, { images: { [`local/${folder}`]: { dockerfile: './Dockerfile' } } });
  const said = `echo "SageMaker Containers debugger: ${language} listens on port $(echo $SAGEMAKER_DEBUGGER | cut -d: -f2)"`;
  await write(`${folder}/train.training-job.json`, {
    TrainingJobName: folder,
    AlgorithmSpecification: {
      TrainingImage: `local/${folder}`,
      TrainingInputMode: 'File',
      ContainerEntrypoint: ['sh', '-c'],
      ContainerArguments: [`${said}; trap "exit 0" TERM; sleep 120 & wait $!`],
    },
    RoleArn: ROLE,
    OutputDataConfig: { S3OutputPath: 's3://bucket/output/' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 600 },
  });
}

async function isDeleted(name: string): Promise<void> {
  const sagemaker = await (await anyRef()).connection.sagemaker();
  for (let turn = 0; turn < 80; turn += 1) {
    const { Endpoints = [] } = await sagemaker.listEndpoints();
    const found = Endpoints.find(({ EndpointName }) => EndpointName === name);
    if (found === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.fail(`the endpoint “${name}” is still there`);
}

/** The engine's own view of this window: any reference leads to it. */
async function anyRef(): Promise<Ref> {
  const ref = await vscode.commands.executeCommand<Ref | undefined>(
    'sagemaker.runRequest',
    fileUri('run/tiny.training-job.json'),
  );
  assert.ok(ref, 'nothing was started');
  return ref;
}

suite('debugging in a container', function () {
  this.timeout(90_000);

  suiteSetup(function () {
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
  });

  test('starts the job and attaches with the paths of the Dockerfile’s COPY lines', async () => {
    await writeJob('debugnode', 'node');
    let seen: vscode.DebugConfiguration | undefined;
    // Takes the place of Node's debugger, which would ask for a real inspector.
    const spy = vscode.debug.registerDebugConfigurationProvider('node', {
      resolveDebugConfiguration: (_folder, configuration) => {
        seen = configuration;
        return undefined;
      },
    });
    try {
      const request = fileUri('debugnode/train.training-job.json');
      await vscode.commands.executeCommand('sagemaker.debugTraining', request);
    } finally {
      spy.dispose();
    }
    assert.ok(seen, 'nothing was attached');
    assert.equal(seen['request'], 'attach');
    assert.equal(seen['address'], '127.0.0.1');
    assert.equal(seen['localRoot'], fileUri('debugnode/code').fsPath);
    assert.equal(seen['remoteRoot'], '/opt/program');
    const sagemaker = await (await anyRef()).connection.sagemaker();
    assert.equal((await sagemaker.describeTrainingJob('debugnode')).TrainingJobStatus, 'InProgress');
    await stop(sagemaker, 'training-job', 'debugnode');
  });

  test('leaves nothing running when no extension debugs Python', async function () {
    if (vscode.extensions.getExtension('ms-python.debugpy') !== undefined) this.skip();
    await writeJob('debugpython', 'python');
    const started = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      type: 'sagemaker',
      request: 'launch',
      name: 'Train in container',
      job: '${workspaceFolder}/debugpython/train.training-job.json',
    });
    assert.equal(started, false);
    const sagemaker = await (await anyRef()).connection.sagemaker();
    const { TrainingJobStatus } = await sagemaker.describeTrainingJob('debugpython');
    assert.match(TrainingJobStatus ?? '', /^Stop/);
  });

  test('does not wait for a server that is neither Python nor Node, and leaves no endpoint', async () => {
    await writeEndpoint('nodebugger', 'one');
    const request = fileUri('nodebugger/served.endpoint.json');
    assert.equal(await vscode.commands.executeCommand('sagemaker.debugServing', request), false);
    await isDeleted('nodebugger');
  });

  test('leaves no endpoint when the wait for its program is cancelled', async () => {
    await writeEndpoint('cancelled', 'one');
    // A server that never answers a ping is waited for.
    await write('cancelled/Dockerfile', 'FROM sm-test-tiny:1\nENTRYPOINT ["sh", "-c", "sleep 120"]\n');
    const { withProgress } = vscode.window;
    let cancelled = false;
    const cancelling = (
      options: vscode.ProgressOptions,
      task: (progress: vscode.Progress<object>, token: vscode.CancellationToken) => Thenable<unknown>,
    ) =>
      withProgress(options, (progress, token) => {
        if (options.cancellable !== true) return task(progress, token);
        const source = new vscode.CancellationTokenSource();
        setTimeout(() => {
          cancelled = true;
          source.cancel();
        }, 500);
        return task(progress, source.token);
      });
    Object.assign(vscode.window, { withProgress: cancelling });
    try {
      const request = fileUri('cancelled/served.endpoint.json');
      assert.equal(await vscode.commands.executeCommand('sagemaker.debugServing', request), false);
    } finally {
      Object.assign(vscode.window, { withProgress });
    }
    assert.ok(cancelled, 'nothing was waited for');
    await isDeleted('cancelled');
  });
});
