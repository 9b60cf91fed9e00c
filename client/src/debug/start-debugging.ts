import { commands, l10n, window } from 'vscode';
import type { DebugConfiguration, Uri } from 'vscode';
import { stop } from '../../../engine/src/session/by-kind';
import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { withCancel } from '../progress';
import { readJob } from '../runs/start-run';
import { attachConfiguration } from './attach-configuration';
import type { DebugWishes } from './attach-configuration';
import { copiedFiles } from './copied-files';
import { pathMappings } from './path-mappings';
import { bundledDebugpy, PYTHON_DEBUGGER, pythonType } from './python-debugger';

/** Name of the member of a debug configuration that says what it debugs. */
export const DEBUGGED = 'sagemakerRun';

/**
 * Starts the request document with a debugger in it, waits until it listens, and answers how to attach. Undefined: the
 * user has seen why not, or has cancelled; nothing runs then.
 */
export async function startDebugged(
  parts: Parts,
  request: Uri,
  wishes: DebugWishes,
): Promise<DebugConfiguration | undefined> {
  const engine = await loadEngine();
  const port = await engine.freePort();
  const ref = await parts.runs.start(request, { debug: { port, wait: true, debugpy: bundledDebugpy() } });
  if (ref === undefined) return undefined;
  try {
    const title = l10n.t('“{0}” is started; waiting until its program listens for the debugger', ref.name);
    const address = await withCancel(title, async (signal) =>
      engine.untilListening(await ref.connection.sagemaker(), ref.kind, ref.name, signal),
    );
    const type = pythonType();
    if (address.language === 'python' && type === undefined) {
      await end(ref);
      void offerDebugger();
      return undefined;
    }
    const mappings = pathMappings(await filesOf(parts, request));
    const configuration = attachConfiguration(address, mappings, wishes, type ?? 'debugpy');
    return { ...configuration, [DEBUGGED]: { kind: ref.kind, name: ref.name } };
  } catch (error) {
    await end(ref).catch(() => undefined);
    throw error;
  }
}

/** Jobs are stopped, endpoints deleted; one that has ended by itself is left as it is. */
export async function end({ connection, kind, name }: Ref): Promise<void> {
  await stop(await connection.sagemaker(), kind, name);
}

async function filesOf({ askServer }: Parts, request: Uri) {
  const engine = await loadEngine();
  const job = await readJob(request);
  const dockerfiles =
    job === undefined ? [] : engine.planOf(job).images.flatMap(({ build }) => build?.dockerfile ?? []);
  const files = await Promise.all(dockerfiles.map((dockerfile) => copiedFiles(dockerfile, askServer)));
  return files.flat();
}

async function offerDebugger(): Promise<void> {
  const find = l10n.t('Find the Python Debugger');
  const message = l10n.t(
    'The program in the container is Python, and no extension that debugs Python is installed. Install the Python Debugger, then start again.',
  );
  if ((await window.showErrorMessage(message, find)) !== find) return;
  await commands.executeCommand('workbench.extensions.search', PYTHON_DEBUGGER);
}
