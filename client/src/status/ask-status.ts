import type { Uri } from 'vscode';
import type { Parts } from '../parts';
import { readStatus } from './message';
import type { Status } from './message';

/** What the linter says of a Dockerfile: what it last said, or an answer to this; undefined: nothing. */
export async function askStatus(
  { lintStatus, askServer }: Pick<Parts, 'lintStatus' | 'askServer'>,
  uri: Uri,
): Promise<Status | undefined> {
  return lintStatus(uri) ?? readStatus(await askServer('sagemaker/describe', { uri: uri.toString() }));
}
