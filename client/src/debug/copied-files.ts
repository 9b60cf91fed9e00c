import { Uri } from 'vscode';
import type { Parts } from '../parts';
import type { CopiedFile } from './path-mappings';

/** As the language server has it. */
const METHOD = 'sagemaker/copiedFiles';

/** What the image of a Dockerfile has of the files of this machine; empty when it can't be read. */
export async function copiedFiles(dockerfile: string, askServer: Parts['askServer']): Promise<readonly CopiedFile[]> {
  const answer = await askServer(METHOD, { textDocument: { uri: Uri.file(dockerfile).toString() } });
  return Array.isArray(answer) ? answer.filter(isCopiedFile) : [];
}

function isCopiedFile(it: unknown): it is CopiedFile {
  return typeof it === 'object' && it !== null && 'local' in it && 'image' in it;
}
