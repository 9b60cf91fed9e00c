import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ContractRun } from '../../../client/src/testing/contract-run';
import { fileUri } from '../support';

suite('Contract tests of an image', () => {
  setup(function () {
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
    this.timeout(240_000);
  });

  test('need no Dockerfile, and say how long they took', async () => {
    const run = await vscode.commands.executeCommand<ContractRun | undefined>('sagemaker.testContract', {
      image: 'sm-test-tiny:1',
    });
    assert.ok(run, 'nothing was tested');
    assert.equal(run.image, 'sm-test-tiny:1');
    const trained = run.tests.find(({ id }) => id === 'train-succeeds');
    assert.equal(trained?.outcome, 'passed', JSON.stringify(run.tests));
    assert.ok(
      run.tests.some(({ milliseconds = 0 }) => milliseconds > 0),
      JSON.stringify(run.tests),
    );
    // Options of the command line are no advice in an editor.
    assert.ok(!JSON.stringify(run.tests).includes('--slow'), JSON.stringify(run.tests));
  });

  test('with a GPU say when the engine gives none', async () => {
    const image = { image: 'sm-test-tiny:1' };
    const run = await vscode.commands.executeCommand<ContractRun | undefined>('sagemaker.testContract', image, {
      gpus: true,
    });
    const started = run?.tests.find(({ id }) => id === 'train-starts');
    assert.ok(started, 'nothing was tested');
    if (started.outcome !== 'passed') assert.match(started.evidence.join(), /GPU/);
  });

  test('fail at the line of the script that a traceback names', async () => {
    const folder = fileUri('traceback');
    const dockerfile = vscode.Uri.joinPath(folder, 'Dockerfile');
    const write = (name: string, text: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), Buffer.from(text));
    await write('train.sh', '#!/bin/sh\necho \'  File "/opt/program/train.sh", line 2\' >&2\nexit 3\n');
    await write(
      'Dockerfile',
      '# sagemaker: roles=training\nFROM sm-test-tiny:1\nCOPY train.sh /opt/program/train.sh\nENTRYPOINT ["/bin/sh", "/opt/program/train.sh"]\n',
    );
    try {
      const run = await vscode.commands.executeCommand<ContractRun | undefined>('sagemaker.testContract', dockerfile);
      const failed = run?.tests.find(({ id }) => id === 'train-succeeds');
      assert.equal(failed?.outcome, 'failed', JSON.stringify(run?.tests));
      assert.equal(run?.places['train-succeeds'], 'traceback/train.sh:2');
    } finally {
      await vscode.workspace.fs.delete(folder, { recursive: true });
    }
  });
});
