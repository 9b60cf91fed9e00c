const FAILED = 'It starts with serve';

/** A test that fails and leads to its line. */
export default {
  needs: 'docker',
  steps: {
    'contract is tested': async (ui) => {
      await ui.open('ui-broken/Dockerfile');
      await ui.lens('Test contract').click();
      await ui.page
        .locator('.monaco-list-row', { hasText: FAILED })
        .locator('.codicon-testing-failed-icon')
        .first()
        .waitFor();
    },
    'test explorer': async (ui) => {
      await ui.lens('Test contract').waitFor();
      await ui.page.locator('.activitybar .action-label[aria-label*="Testing"]').first().click();
      const image = ui.page.locator('.test-explorer .monaco-list-row', { hasText: 'ui-broken' }).first();
      await image.locator('.codicon-testing-failed-icon').waitFor();
      await image.locator('.monaco-tl-twistie').click();
      const test = ui.page.locator('.test-explorer .monaco-list-row', { hasText: FAILED }).first();
      if (!(await test.isVisible()))
        await ui.page
          .locator('.test-explorer .monaco-list-row', { hasText: /serv|infer/i })
          .last()
          .locator('.monaco-tl-twistie')
          .click();
      await test.waitFor();
    },
    'line of the failure': async (ui) => {
      await ui.page.locator('.test-explorer .monaco-list-row', { hasText: FAILED }).first().dblclick();
      await ui.page.locator('.statusbar', { hasText: 'Ln 3' }).waitFor();
    },
    'profiles to run with': async (ui) => {
      await ui.page.locator('.test-explorer .monaco-list-row', { hasText: FAILED }).first().click({ button: 'right' });
      await ui.menuItem('Execute Using Profile').first().click();
      await ui.item('Run with GPU').waitFor();
    },
    'run with a GPU': async (ui) => {
      await ui.pick('Run with GPU');
      await ui.page.locator('.monaco-list-row', { hasText: 'older result' }).waitFor();
      // Where there is a GPU it fails for what is wrong with it anyway.
      const failed = ui.page.locator('.test-explorer .monaco-list-row', { hasText: FAILED });
      await failed.locator('.codicon-testing-failed-icon').waitFor();
    },
  },
};
