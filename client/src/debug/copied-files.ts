import { Uri, workspace } from 'vscode';
import { DOCKERFILE } from '../host/options';
import type { Parts } from '../parts';
import type { CopiedFile } from './path-mappings';

/** As the language server has it. */
const METHOD = 'sagemaker/copiedFiles';

/** What the image of a Dockerfile has of the files of this machine; empty when the Dockerfile is no such. */
export async function copiedFiles(dockerfile: string, askServer: Parts['askServer']): Promise<readonly CopiedFile[]> {
  const document = await workspace.openTextDocument(Uri.file(dockerfile));
  if (document.languageId !== DOCKERFILE) return [];
  const answer = await askServer(METHOD, { textDocument: { uri: document.uri.toString() } });
  return Array.isArray(answer) ? answer.filter(isCopiedFile) : [];
}

function isCopiedFile(it: unknown): it is CopiedFile {
  return typeof it === 'object' && it !== null && 'local' in it && 'image' in it;
}
