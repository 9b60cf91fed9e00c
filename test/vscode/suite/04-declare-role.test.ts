import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open } from '../support';

suite('Declare Role', () => {
  test('the comment goes behind the parser directives, is changed, and is taken away', async () => {
    const document = await open('declare.Dockerfile');
    const before = document.getText();
    const declare = async (roles: readonly string[]): Promise<string> => {
      await vscode.commands.executeCommand('sagemaker.declareRole', document.uri.toString(), roles);
      return document.getText();
    };
    const [first = '', second = '', ...rest] = before.split('\n');
    const declared = (roles: string): string => [first, second, `# sagemaker: roles=${roles}`, ...rest].join('\n');

    assert.equal(await declare(['training', 'inference']), declared('training,inference'));
    assert.equal(await declare(['processing']), declared('processing'));
    assert.equal(await declare([]), before);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
