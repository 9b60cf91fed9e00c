import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Ref } from '../../../client/src/connections/connection';
import { stop } from '../../../engine/src/session/by-kind';
import { fileUri } from '../support';

const FOLDER = 'debugtests';
/** A container that says what the debugger's hook says: Node is not in the tiny image. */
const PROGRAM =
  'echo "SageMaker Containers debugger: node listens on port $(echo $SAGEMAKER_DEBUGGER | cut -d: -f2)"; trap "exit 0" TERM; sleep 120 & wait $!';
const REQUEST = {
  TrainingJobName: FOLDER,
  AlgorithmSpecification: {
    TrainingImage: `local/${FOLDER}`,
    TrainingInputMode: 'File',
    ContainerEntrypoint: ['sh', '-c'],
    ContainerArguments: [PROGRAM],
  },
  RoleArn: 'arn:aws:iam::123456789012:role/service-role/training',
  OutputDataConfig: { S3OutputPath: 's3://bucket/output/' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
  StoppingCondition: { MaxRuntimeInSeconds: 600 },
};

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, ms);
  });
}

suite('Profiles of the Test Explorer', () => {
  suiteSetup(function () {
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
  });

  test('Debug starts what the tests are about with a debugger in it', async function () {
    this.timeout(90_000);
    const write = (name: string, text: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(fileUri(`${FOLDER}/${name}`), Buffer.from(text));
    await write('Dockerfile', '# sagemaker: roles=training\nFROM sm-test-tiny:1\n');
    await write('train.local.json', JSON.stringify({ images: { [`local/${FOLDER}`]: { dockerfile: 'Dockerfile' } } }));
    await write('train.training-job.json', JSON.stringify(REQUEST));
    // Takes the place of Node's debugger, which would ask for a real inspector.
    let told: (configuration: vscode.DebugConfiguration) => void = () => undefined;
    const attached = new Promise<vscode.DebugConfiguration>((resolve) => (told = resolve));
    const spy = vscode.debug.registerDebugConfigurationProvider('node', {
      resolveDebugConfiguration: (_folder, configuration) => {
        told(configuration);
        return undefined;
      },
    });
    try {
      await vscode.commands.executeCommand('testing.refreshTests');
      await vscode.window.showTextDocument(fileUri(`${FOLDER}/Dockerfile`));
      let seen: vscode.DebugConfiguration | undefined;
      // VS Code learns of the new tests a moment later; before that the command finds none in the file.
      while (seen === undefined) {
        void vscode.commands.executeCommand('testing.debugCurrentFile');
        seen = await Promise.race([attached, after(10_000)]);
      }
      const { request, sagemakerRun } = seen;
      assert.equal(request, 'attach');
      assert.deepEqual(sagemakerRun, { kind: 'training-job', name: FOLDER });
    } finally {
      spy.dispose();
      const tiny = fileUri('run/tiny.training-job.json');
      const ref = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', tiny);
      if (ref !== undefined) await stop(await ref.connection.sagemaker(), 'training-job', FOLDER);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(fileUri(FOLDER), { recursive: true });
    }
  });
});
