import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SageMakerContainers } from '../../client/src/app';

export const EXTENSION = 'sagemaker-containers.sagemaker-containers';
const PATIENCE_MS = 20_000;

/** The extension, as VS Code has it. */
export function extension(): vscode.Extension<SageMakerContainers> {
  const found = vscode.extensions.getExtension<SageMakerContainers>(EXTENSION);
  assert.ok(found, `${EXTENSION} is not installed`);
  return found;
}

export function fileUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no workspace folder');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a file of the workspace in an editor, in the state it has on disk. */
export async function open(name: string): Promise<vscode.TextDocument> {
  const editor = await vscode.window.showTextDocument(fileUri(name));
  if (editor.document.isDirty) await vscode.commands.executeCommand('workbench.action.files.revert');
  return editor.document;
}

export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'sagemaker');
}

/** The findings of a document, as soon as they are as wanted. */
export async function findingsWhen(
  uri: vscode.Uri,
  wanted: (found: readonly vscode.Diagnostic[]) => boolean,
  what: string,
): Promise<vscode.Diagnostic[]> {
  await eventually(
    vscode.languages.onDidChangeDiagnostics,
    () => wanted(findings(uri)),
    () => `${what}: ${list(uri)}`,
  );
  return findings(uri);
}

/** Resolves when `holds` does: looked at now, and after each event. Rejects with `what` when it takes too long. */
export function eventually<T>(event: vscode.Event<T>, holds: () => boolean, what: () => string): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const subscription = event(() => {
      if (!holds()) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`not after ${PATIENCE_MS / 1000} s: ${what()}`));
    }, PATIENCE_MS);
  });
}

/** Rule id of a finding. */
export function rule({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export function position(document: vscode.TextDocument, text: string, into = 0): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.notEqual(at, -1, `${text} is not in ${document.fileName}`);
  return document.positionAt(at + into);
}

function list(uri: vscode.Uri): string {
  return JSON.stringify(findings(uri).map((finding) => `${finding.range.start.line + 1}: ${rule(finding)}`));
}
