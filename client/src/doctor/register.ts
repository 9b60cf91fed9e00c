import { commands, Disposable, l10n, ProgressLocation, window } from 'vscode';
import type { MachineFinding } from '../../../engine/src/session/doctor';
import { mayRun } from '../builds/choose-dockerfile';
import { localSettings } from '../connections/local-settings';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { showError } from '../show-error';
import { cleanUp } from './clean-up';
import { createMachinePage } from './machine-page';

/** Check My Machine and Clean Up. */
export function registerDoctor(parts: Parts): Disposable {
  const page = createMachinePage();
  const command = <T>(id: string, act: () => Promise<T>): Disposable =>
    commands.registerCommand(id, async () => {
      if (!mayRun()) return undefined;
      try {
        return await act();
      } catch (error) {
        await showError(error, parts.log);
        return undefined;
      }
    });
  return Disposable.from(
    page,
    command('sagemaker.checkMachine', async () => {
      const findings = await examine();
      // The status bar and the views follow what was found.
      void parts.connections.local.checkEngine().catch(() => undefined);
      await page.show(findings);
      return findings;
    }),
    command('sagemaker.cleanUp', () => cleanUp(parts)),
  );
}

function examine(): Thenable<readonly MachineFinding[]> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Looking at this machine'), cancellable: true },
    async (_progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => {
        controller.abort();
      });
      const { dockerHost } = localSettings();
      const env = dockerHost === undefined ? process.env : { ...process.env, DOCKER_HOST: dockerHost };
      return (await loadEngine()).examineMachine(env, controller.signal);
    },
  );
}
