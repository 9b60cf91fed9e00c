import { homedir, platform } from 'node:os';
import { join } from 'node:path';

/** Where jobs, logs and artefacts of this machine are kept: one folder for the editor and the terminal. */
export function storageFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const own = env['SAGEMAKER_CONTAINERS_HOME'];
  if (own !== undefined && own !== '') return own;
  const data = env['XDG_DATA_HOME'];
  if (data !== undefined && data !== '') return join(data, 'sagemaker-containers');
  const windows = env['LOCALAPPDATA'];
  if (platform() === 'win32' && windows !== undefined) return join(windows, 'sagemaker-containers');
  return join(homedir(), '.local', 'share', 'sagemaker-containers');
}
