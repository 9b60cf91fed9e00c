import { mend } from '../fixed.mjs';

/** Trust that is given in a Restricted window counts at once: nothing is reloaded. */
export default {
  needs: 'docker',
  trust: true,
  settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
  prepare: ({ folder }) => mend(folder),
  steps: {
    restricted: async (ui) => {
      await ui.open('Dockerfile');
      await ui.lens('Roles: training, inference').waitFor();
      // A page that is loaded anew forgets this.
      await ui.page.evaluate(() => (window.neverReloaded = true));
    },
    'manage trust': async (ui) => {
      await ui.page.locator('.statusbar-item a', { hasText: 'Restricted Mode' }).click();
      await ui.trustButton.waitFor();
    },
    trusted: async (ui) => {
      await ui.trustButton.click();
      await ui.page.locator('.statusbar', { hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
      await ui.page.locator('.monaco-modal-editor-block .action-label[class*="close"]').first().click();
      await ui.lens('Build').waitFor();
    },
    'builds now': async (ui) => {
      await ui.lens('Build').click();
      await ui.page.locator('.statusbar', { hasText: 'Built' }).waitFor();
      if (!(await ui.page.evaluate(() => window.neverReloaded))) throw new Error('the window was reloaded');
    },
  },
};
