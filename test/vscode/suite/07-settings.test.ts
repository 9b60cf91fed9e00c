import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Ref } from '../../../client/src/connections/connection';
import { fileUri } from '../support';

const REQUEST = 'run/tiny.training-job.json';

suite('settings', () => {
  const put = (name: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('sagemaker').update(name, value, vscode.ConfigurationTarget.Workspace);

  suiteSetup(function () {
    // On a laptop without Docker; in CI there is one.
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
  });

  teardown(async () => {
    for (const name of ['docker.builder', 'logs.openOnRun']) await put(name, undefined);
  });

  test('sagemaker.logs.openOnRun: no terminal opens, and the log is there for who asks', async function () {
    this.timeout(60_000);
    const terminals = (name: string): number => vscode.window.terminals.filter((it) => it.name.includes(name)).length;
    await put('logs.openOnRun', false);
    const quiet = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', fileUri(REQUEST));
    assert.ok(quiet, 'nothing was started');
    assert.equal(terminals(quiet.name), 0);
    const { connection, kind, name } = quiet;
    await vscode.commands.executeCommand('sagemaker.showLogs', { type: 'row', connection, row: { kind, name } });
    assert.equal(terminals(quiet.name), 1);
    await put('logs.openOnRun', undefined);
    const shown = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', fileUri(REQUEST));
    assert.ok(shown, 'nothing was started');
    assert.equal(terminals(shown.name), 1);
  });

  test('sagemaker.docker.builder: the old builder knows no mounts', async function () {
    this.timeout(120_000);
    const dockerfile = fileUri('builder/Dockerfile');
    const text = '# sagemaker: roles=training\nFROM sm-test-tiny:1\nRUN --mount=type=cache,target=/cache true\n';
    await vscode.workspace.fs.writeFile(dockerfile, Buffer.from(text));
    const build = (): Thenable<unknown> => vscode.commands.executeCommand('sagemaker.buildImage', dockerfile);
    try {
      await put('docker.builder', 'classic');
      assert.equal(await build(), undefined);
      await put('docker.builder', 'engine');
      assert.equal(await build(), 'builder:latest');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(fileUri('builder'), { recursive: true });
    }
  });
});
