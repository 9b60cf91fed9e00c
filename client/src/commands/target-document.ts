import { Uri, window, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import { DOCKERFILE } from '../host/options';

/** The Dockerfile a command is about: the one it was given (a URI, or its text), else the active one. */
export async function targetDocument(target: unknown): Promise<TextDocument | undefined> {
  const uri = target instanceof Uri ? target : typeof target === 'string' ? Uri.parse(target, true) : undefined;
  if (uri !== undefined) return workspace.openTextDocument(uri);
  const active = window.activeTextEditor?.document;
  return active?.languageId === DOCKERFILE ? active : undefined;
}
