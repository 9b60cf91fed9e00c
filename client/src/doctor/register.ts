import { Disposable, l10n } from 'vscode';
import type { MachineFinding } from '../../../engine/src/session/doctor';
import { shownCommand } from '../commands/shown-command';
import { localSettings } from '../connections/local-settings';
import { loadEngine } from '../engine/load-engine';
import { mayRun } from '../may-run';
import type { Parts } from '../parts';
import { withCancel } from '../progress';
import { cleanUp } from './clean-up';
import { createMachinePage } from './machine-page';

/** Check My Machine and Clean Up. */
export function registerDoctor(parts: Parts): Disposable {
  const page = createMachinePage();
  const command = (id: string, act: () => Promise<unknown>): Disposable =>
    shownCommand(parts.log, id, () => (mayRun() ? act() : undefined));
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

function examine(): Promise<readonly MachineFinding[]> {
  return withCancel(l10n.t('Looking at this machine'), async (signal) => {
    return (await loadEngine()).examineMachine(process.env, signal, localSettings().dockerHost);
  });
}
