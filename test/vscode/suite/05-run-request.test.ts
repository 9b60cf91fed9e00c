import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Ref } from '../../../client/src/connections/connection';
import { fileUri, open } from '../support';

const REQUEST = 'run/tiny.training-job.json';

suite('a request document', () => {
  suiteSetup(function () {
    // On a laptop without Docker; in CI there is one.
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
  });

  test('can be run from a lens', async () => {
    const { uri } = await open(REQUEST);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    // Other features have theirs between.
    const ids = lenses.map(({ command }) => command?.command);
    assert.equal(ids[0], 'sagemaker.runRequest');
    assert.equal(ids.at(-1), 'sagemaker.showPlan');
  });

  test('shows its plan: docker run, and what differs from AWS', async () => {
    const { uri } = await open(REQUEST);
    await vscode.commands.executeCommand('sagemaker.showPlan', uri);
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /docker run/);
    assert.match(text, /sm-test-tiny:1 train/);
    assert.match(text, /ResourceConfig/);
  });

  test('runs, and runs again under a name of its own', async () => {
    for (const wanted of [/^tiny$/, /^tiny-\d{14}$/]) {
      const ref = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', fileUri(REQUEST));
      assert.ok(ref, 'nothing was started');
      assert.match(ref.name, wanted);
      const sagemaker = await ref.connection.sagemaker();
      const said: string[] = [];
      for await (const { text } of sagemaker.logs(ref.kind, ref.name)) said.push(text);
      assert.ok(said.includes('done'), said.join('\n'));
      assert.ok(vscode.window.terminals.some(({ name }) => name.includes(ref.name)));
    }
  });

  test('that has an error starts nothing', async () => {
    const { uri } = await open(REQUEST);
    const edit = new vscode.WorkspaceEdit();
    const document = await vscode.workspace.openTextDocument(uri);
    const at = document.getText().indexOf('"InstanceCount": 1');
    edit.replace(
      uri,
      new vscode.Range(document.positionAt(at), document.positionAt(at + '"InstanceCount": 1'.length)),
      '"InstanceCount": 0',
    );
    await vscode.workspace.applyEdit(edit);
    const ref = await vscode.commands.executeCommand('sagemaker.runRequest', uri);
    assert.equal(ref, undefined);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
