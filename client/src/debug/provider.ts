import { basename } from 'node:path';
import { l10n, RelativePattern, Uri, window, workspace } from 'vscode';
import type { DebugConfiguration, DebugConfigurationProvider, WorkspaceFolder } from 'vscode';
import type { Parts } from '../parts';
import { showError } from '../show-error';
import { launchFile } from './launch-file';
import { startDebugged } from './start-debugging';

/** Type of our debug configurations: each becomes that of the program's language before it begins. */
export const DEBUG_TYPE = 'sagemaker';

const DEBUGGED_REQUESTS = '**/*.{training-job,endpoint}.json';
const MOST = 20;

/** `{"type": "sagemaker", "request": "launch", "job": "…"}` → the container runs, and the debugger attaches to it. */
export function debugProvider(parts: Parts): DebugConfigurationProvider {
  return {
    async provideDebugConfigurations(folder) {
      if (folder === undefined) return [];
      const found = await workspace.findFiles(
        new RelativePattern(folder, DEBUGGED_REQUESTS),
        '**/node_modules/**',
        MOST,
      );
      return found.map((uri) => ({
        type: DEBUG_TYPE,
        request: 'launch',
        name: l10n.t('{0} in its container', basename(uri.path)),
        job: `\${workspaceFolder}/${workspace.asRelativePath(uri, false)}`,
      }));
    },
    resolveDebugConfiguration: (folder, configuration) => resolve(parts, folder, configuration),
  };
}

async function resolve(
  parts: Parts,
  folder: WorkspaceFolder | undefined,
  configuration: DebugConfiguration,
): Promise<DebugConfiguration | undefined> {
  const job: unknown = configuration['job'] ?? '${file}';
  const active = window.activeTextEditor?.document.uri.fsPath;
  const workspaceFolder = (folder ?? workspace.workspaceFolders?.[0])?.uri.fsPath;
  const path = typeof job === 'string' ? launchFile(job, workspaceFolder, active) : undefined;
  if (path === undefined || !/\.(?:training-job|endpoint)\.json$/.test(path)) {
    void window.showErrorMessage(
      l10n.t('"job" of the launch configuration has to name a *.training-job.json or *.endpoint.json.'),
    );
    return undefined;
  }
  try {
    const name = configuration.name === '' ? basename(path) : configuration.name;
    return await startDebugged(parts, Uri.file(path), { name, justMyCode: configuration['justMyCode'] !== false });
  } catch (error) {
    // VS Code waits for the answer: it must not wait until somebody has closed the message.
    void showError(error, parts.log);
    return undefined;
  }
}
