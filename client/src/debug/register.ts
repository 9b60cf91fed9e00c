import { commands, debug, Disposable, DebugConfigurationProviderTriggerKind, l10n, window, workspace } from 'vscode';
import type { DebugSession, Uri } from 'vscode';
import type { Ref } from '../connections/connection';
import type { Parts } from '../parts';
import { addRequestLens } from '../requests/lenses';
import { loadEngine } from '../engine/load-engine';
import { showError } from '../show-error';
import { isUnfinished } from '../views/texts';
import { chooseRequest } from './choose-request';
import type { Started } from './choose-request';
import { DEBUG_TYPE, debugProvider } from './provider';
import { DEBUGGED, end } from './start-debugging';

/** Debugging of training scripts and servers in their containers. */
export function registerDebugging(parts: Parts): Disposable {
  const provider = debugProvider(parts);
  const failed = (error: unknown): Promise<void> => showError(error, parts.log);
  const command = (id: string, kind: Started, title: string): Disposable =>
    commands.registerCommand(id, async (target: unknown) => {
      try {
        const request = await chooseRequest(parts, target, kind, title);
        return request === undefined ? false : await begin(request);
      } catch (error) {
        await failed(error);
        return false;
      }
    });
  return Disposable.from(
    command('sagemaker.debugTraining', 'training-job', l10n.t('Debug Training')),
    command('sagemaker.debugServing', 'endpoint', l10n.t('Debug Serving')),
    debug.registerDebugConfigurationProvider(DEBUG_TYPE, provider),
    // Without `resolveDebugConfiguration`: what has been resolved would be resolved again.
    debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      { provideDebugConfigurations: (folder, token) => provider.provideDebugConfigurations?.(folder, token) },
      DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    debug.onDidTerminateDebugSession((session) => void offerStop(parts, session).catch(failed)),
    addRequestLens({ order: 20, lenses: debugLens }),
  );
}

/** Through the debug configuration, as F5 does: one way, one behaviour. */
function begin(request: Uri): Thenable<boolean> {
  const folder = workspace.getWorkspaceFolder(request);
  const name = l10n.t('Debug {0}', workspace.asRelativePath(request));
  return debug.startDebugging(folder, { type: DEBUG_TYPE, request: 'launch', name, job: request.fsPath });
}

function debugLens(request: Uri) {
  const commandOf: Readonly<Record<string, string>> = {
    'training-job': 'sagemaker.debugTraining',
    endpoint: 'sagemaker.debugServing',
  };
  const kind = /\.([a-z-]+)\.json$/.exec(request.path)?.[1] ?? '';
  const command = commandOf[kind];
  return command === undefined ? [] : [{ title: `$(debug-alt) ${l10n.t('Debug')}`, command, arguments: [request] }];
}

/** The debugger only attached: when it leaves, the job or endpoint goes on, and can be stopped. */
async function offerStop({ connections }: Parts, session: DebugSession): Promise<void> {
  const debugged: unknown = session.configuration[DEBUGGED];
  // Sessions of child processes end with that of the entry point.
  if (session.parentSession !== undefined || !isDebugged(debugged)) return;
  const ref: Ref = { connection: connections.local, ...debugged };
  const engine = await loadEngine();
  const sagemaker = await connections.local.sagemaker();
  const outcome = await engine.unlessMissing(engine.outcomeOf(sagemaker, ref.kind, ref.name));
  if (outcome === undefined || !(ref.kind === 'endpoint' || isUnfinished(outcome.status ?? ''))) return;
  const button = ref.kind === 'endpoint' ? l10n.t('Delete Endpoint') : l10n.t('Stop Job');
  const message = l10n.t('The debugger has left, and “{0}” goes on without it.', ref.name);
  if ((await window.showInformationMessage(message, button)) === button) await end(ref);
}

function isDebugged(it: unknown): it is Pick<Ref, 'kind' | 'name'> {
  return typeof it === 'object' && it !== null && 'kind' in it && 'name' in it;
}
