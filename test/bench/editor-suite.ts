// Runs inside the extension host of a real VS Code, for test/bench/editor.mts.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Ref } from '../../client/src/connections/connection';

const EXTENSION = 'sagemaker-containers.sagemaker-containers';
const REQUEST = 'run/tiny.training-job.json';

/** Writes what it measured, in ms, beside the tally that the host expects. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension(EXTENSION);
  if (extension === undefined) throw new Error(`${EXTENSION} is not there`);
  if (extension.isActive) throw new Error('something has woken the extension before it was measured');
  const program = path.join(extension.extensionPath, 'dist/client.js');
  const loading = await timed(() => Promise.resolve(createRequire(program)(program)));
  // What is loaded is not loaded again.
  const activation = await timed(() => Promise.resolve(extension.activate()));
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('no folder is open');
  const uri = vscode.Uri.joinPath(folder.uri, REQUEST);
  const numbers = {
    loading,
    activation,
    first: await timed(() => toFirstLine(uri)),
    next: await timed(() => toFirstLine(uri)),
  };
  fs.writeFileSync(process.env['VSCODE_TEST_RESULTS'] ?? '', JSON.stringify({ passed: 1, failed: 0, numbers }));
}

/** From the command to the first line that the container writes. */
async function toFirstLine(uri: vscode.Uri): Promise<void> {
  const ref = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', uri);
  if (ref === undefined) throw new Error('nothing was started');
  const sagemaker = await ref.connection.sagemaker();
  for await (const _ of sagemaker.logs(ref.kind, ref.name)) return;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}
