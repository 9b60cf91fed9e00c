import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, findings, findingsWhen, open } from '../support';

suite('Activation', () => {
  test('a file that is no Dockerfile starts no linter', async () => {
    await open('notes.md');
    // JSON wakes the extension for request documents, and the host itself may have opened a settings file.
    assert.equal(extension().isActive ? extension().exports.serverState() : 'stopped', 'stopped');
  });

  test('a Dockerfile does', async () => {
    const document = await open('Dockerfile');
    assert.equal(document.languageId, 'dockerfile');
    await findingsWhen(document.uri, (found) => found.length > 0, 'findings in Dockerfile');
    assert.equal(extension().isActive, true);
    assert.equal(extension().exports.serverState(), 'running');
  });

  test('every command in the manifest has a handler, and the other way round', async () => {
    const manifest: unknown = extension().packageJSON;
    const contributed = JSON.stringify(manifest).match(/(?<="command":")sagemaker\.\w+/g) ?? [];
    const registered = (await vscode.commands.getCommands(true)).filter((id) => /^sagemaker\.\w+$/.test(id));
    assert.deepEqual(registered.sort(), [...new Set(contributed)].sort());
  });

  test('a Dockerfile that has nothing to do with SageMaker stays silent', async () => {
    const web = await open('web/Dockerfile');
    const shell = await open('shell-form.Dockerfile');
    // Once this one has its findings, the server has long seen the other.
    await findingsWhen(shell.uri, (found) => found.length > 0, 'findings in shell-form.Dockerfile');
    assert.deepEqual(findings(web.uri), []);
  });
});
