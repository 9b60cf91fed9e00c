import assert from 'node:assert/strict';

/** A workspace that is not trusted is read, and nothing else. */
export default {
  trust: true,
  settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
  steps: {
    'only the findings': async (ui) => {
      await ui.open('Dockerfile');
      await ui.page.locator('.monaco-editor .squiggly-warning').first().waitFor();
      await ui.page.locator('.statusbar', { hasText: 'Restricted Mode' }).waitFor();
      await ui.page.locator('.codelens-decoration a', { hasText: 'Fix what is safe' }).waitFor();
      assert.equal(await ui.lens('Build').count(), 0);
    },
    'nothing to begin with in the views': async (ui) => {
      await ui.sideBar();
      await ui.row('Manage Workspace Trust').waitFor();
      assert.equal(await ui.row('New Request File').count(), 0);
    },
    'nothing to build in the menu': async (ui) => {
      await ui.row('Dockerfile').click({ button: 'right' });
      await ui.menuItem('Reveal').waitFor();
      for (const item of ['Build Image', 'Train Locally', 'Serve Locally', 'Test Contract', 'Push to ECR']) {
        assert.equal(await ui.menuItem(item).count(), 0, item);
      }
    },
  },
};
