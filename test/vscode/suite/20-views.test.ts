import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, fileUri } from '../support';

interface Manifest {
  readonly contributes: {
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly walkthroughs: readonly { readonly steps: readonly { readonly description: string }[] }[];
  };
}

suite('the views', () => {
  suiteSetup(() => extension().activate());

  test('Containers, Jobs and Endpoints open', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const ids = contributes.views['sagemaker']?.map(({ id }) => id) ?? [];
    assert.deepEqual(ids, ['sagemaker.containers', 'sagemaker.jobs', 'sagemaker.endpoints']);
    for (const id of ids) await vscode.commands.executeCommand(`${id}.focus`);
  });

  test('the walkthrough names only commands that there are', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const known = await vscode.commands.getCommands(true);
    const named = contributes.walkthroughs
      .flatMap(({ steps }) => steps)
      .flatMap(({ description }) => [...description.matchAll(/command:([\w.]+)/g)].map(([, id = '']) => id));
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((id) => !known.includes(id)),
      [],
    );
  });

  test('a Dockerfile of the Containers view is revealed in the Explorer', async () => {
    await vscode.commands.executeCommand('sagemaker.containers.focus');
    await vscode.commands.executeCommand('sagemaker.refreshContainers');
    await vscode.commands.executeCommand('sagemaker.revealContainer', fileUri('Dockerfile'));
  });
});
