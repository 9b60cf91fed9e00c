import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileUri, findings } from '../support';

suite('new projects', () => {
  const parent = fileUri('new-projects');
  const text = async (uri: vscode.Uri): Promise<string> =>
    Buffer.from(await vscode.workspace.fs.readFile(uri)).toString();
  const exists = (uri: vscode.Uri): Thenable<boolean> =>
    vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );

  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(parent, { recursive: true });
  });

  test('New Container Project writes the files and opens the Dockerfile, in which nothing is found', async function () {
    this.timeout(120_000);
    const folder = vscode.Uri.joinPath(parent, 'flowers');
    const answers = { what: 'both', framework: 'none', packages: 'pip', server: 'flask' };
    const written = await vscode.commands.executeCommand('sagemaker.newProject', { answers, name: 'flowers', folder });
    assert.equal(String(written), String(folder));
    const opened = vscode.workspace.textDocuments.map(({ uri }) => uri.toString());
    const dockerfile = vscode.Uri.joinPath(folder, 'Dockerfile');
    assert.ok(opened.includes(dockerfile.toString()), opened.join('\n'));
    assert.match(await text(dockerfile), /^# sagemaker: roles=training,inference$/m);
    assert.match(await text(vscode.Uri.joinPath(folder, 'train.training-job.json')), /"TrainingJobName": "flowers"/);
    assert.deepEqual(findings(dockerfile), []);
  });

  test('Import Project writes request files for a folder with local_test, once', async function () {
    this.timeout(120_000);
    const folder = vscode.Uri.joinPath(parent, 'byo');
    const write = (path: string, content: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), Buffer.from(content));
    await write('container/Dockerfile', 'FROM ubuntu\n');
    await write('container/local_test/test_dir/input/data/training/a.csv', '1,2\n');
    const uris = await vscode.commands.executeCommand<readonly vscode.Uri[]>('sagemaker.importProject', folder, true);
    assert.deepEqual(
      uris.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)),
      ['train.training-job.json', 'serve.endpoint.json'],
    );
    assert.ok(await exists(vscode.Uri.joinPath(folder, 'container/train.local.json')));
  });
});
