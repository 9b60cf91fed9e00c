import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import * as vscode from 'vscode';
import { fileUri } from './support';

const ROLE = 'arn:aws:iam::123456789012:role/service-role/serving';

/** Writes a file of the workspace; what is no text becomes JSON. */
export async function write(name: string, content: unknown): Promise<void> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await vscode.workspace.fs.writeFile(fileUri(name), new TextEncoder().encode(text));
}

/** The Dockerfile of such an endpoint. */
export const SERVED = 'FROM sm-test-tiny:1\nCOPY handler /opt/program/handler\n';

/** What the tiny image's server runs for each request: it answers with a word of three letters. */
export function handlerOf(word: string): string {
  return `#!/bin/sh\nread -r line\nprintf 'HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\nConnection: close\\r\\n\\r\\n${word}'\n`;
}

/** An endpoint of that name, served by a shell, in a folder of that name. */
export async function writeEndpoint(name: string, word: string): Promise<void> {
  await write(`${name}/Dockerfile`, SERVED);
  await write(`${name}/handler`, handlerOf(word));
  await chmod(fileUri(`${name}/handler`).fsPath, 0o755);
  await write(`${name}/served.local.json`, { images: { [`local/${name}`]: { dockerfile: './Dockerfile' } } });
  await write(`${name}/served.endpoint.json`, {
    Model: { ModelName: name, ExecutionRoleArn: ROLE, PrimaryContainer: { Image: `local/${name}` } },
    EndpointConfig: {
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'all', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
    },
    Endpoint: { EndpointName: name, EndpointConfigName: name },
  });
}

/** As a person saves it: with an event. */
export async function save(name: string, text: string): Promise<void> {
  const uri = fileUri(name);
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  assert.ok(await document.save());
}
