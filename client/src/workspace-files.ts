import { workspace } from 'vscode';
import type { Uri } from 'vscode';

/** Dockerfiles by their names, as the views and the tests look for them. */
export const DOCKERFILES = '**/{Dockerfile,Containerfile,*.Dockerfile,*.dockerfile,Dockerfile.*}';

/** Where nobody's own files are. */
export const NOT_IN = '**/{node_modules,.git,.venv}/**';

/** Saves what an editor has of a file and the disk has not: what is built or run is what is seen. */
export async function saveIfDirty(uri: Uri): Promise<void> {
  await workspace.textDocuments.find((it) => it.isDirty && it.uri.toString() === uri.toString())?.save();
}
