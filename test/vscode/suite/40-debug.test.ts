import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { stop } from '../../../engine/src/session/by-kind';
import type { Ref } from '../../../client/src/connections/connection';
import { fileUri } from '../support';

const ROLE = 'arn:aws:iam::123456789012:role/service-role/training';

async function write(name: string, content: unknown): Promise<void> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await vscode.workspace.fs.writeFile(fileUri(name), new TextEncoder().encode(text));
}

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

  test('serves anew what is saved', async () => {
    await write('watch/Dockerfile', 'FROM sm-test-tiny:1\nCOPY handler /opt/program/handler\n');
    const handler = (word: string): string =>
      `#!/bin/sh\nread -r line\nprintf 'HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\nConnection: close\\r\\n\\r\\n${word}'\n`;
    const path = fileUri('watch/handler');
    await write('watch/handler', handler('one'));
    const { chmod } = await import('node:fs/promises');
    await chmod(path.fsPath, 0o755);
    await write('watch/watched.local.json', { images: { 'local/watched': { dockerfile: './Dockerfile' } } });
    await write('watch/watched.endpoint.json', {
      Model: { ModelName: 'watched', ExecutionRoleArn: ROLE, PrimaryContainer: { Image: 'local/watched' } },
      EndpointConfig: {
        EndpointConfigName: 'watched',
        ProductionVariants: [
          { VariantName: 'all', ModelName: 'watched', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
        ],
      },
      Endpoint: { EndpointName: 'watched', EndpointConfigName: 'watched' },
    });
    const ref = await vscode.commands.executeCommand<Ref | undefined>(
      'sagemaker.serveAndWatch',
      fileUri('watch/watched.endpoint.json'),
    );
    assert.ok(ref, 'nothing was started');
    const sagemaker = await ref.connection.sagemaker();
    const answer = async (): Promise<string> => {
      const { body } = await sagemaker.invokeEndpoint(ref.name, { body: new Uint8Array() });
      return new TextDecoder().decode(body);
    };
    const until = async (wanted: string): Promise<void> => {
      let last = '';
      for (let turn = 0; turn < 120; turn += 1) {
        last = await answer().catch(String);
        if (last === wanted) return;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      assert.equal(last, wanted);
    };
    try {
      await until('one');
      const document = await vscode.workspace.openTextDocument(path);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(path, new vscode.Range(0, 0, document.lineCount, 0), handler('two'));
      await vscode.workspace.applyEdit(edit);
      assert.ok(await document.save());
      await until('two');
    } finally {
      await vscode.commands.executeCommand('sagemaker.stopWatching');
      await sagemaker.deleteEndpoint(ref.name);
    }
  });
});
