const SQUIGGLE = '.monaco-editor .squiggly-error';

/** What the linter shows, and how it is mended. */
export default {
  project: 'test/vscode/fixtures/workspace',
  steps: {
    squiggle: async (ui) => {
      await ui.open('Dockerfile');
      await ui.page.locator(SQUIGGLE).first().waitFor();
    },
    problems: async (ui) => {
      await ui.page.keyboard.press('Control+Shift+M');
      await ui.problems('serve').first().waitFor();
    },
    'hover on a finding': async (ui) => {
      await ui.page.locator('.view-line span', { hasText: 'CMD' }).last().hover();
      await ui.page.locator('.monaco-hover', { hasText: 'serve' }).first().waitFor();
    },
    'hover on a path': async (ui) => {
      await ui.page.keyboard.press('Escape');
      await ui.rest();
      await ui.page.locator('.view-line span', { hasText: '/opt/ml/model' }).last().hover();
      await ui.page.locator('.monaco-hover', { hasText: 'model' }).first().waitFor();
    },
    'language status': async (ui) => {
      await ui.rest();
      await ui.page.locator('[id="status.languageStatus"]').hover();
      await ui.page.locator('.hover-language-status', { hasText: 'inference' }).first().waitFor();
    },
    'light bulb': async (ui) => {
      await ui.rest();
      await ui.toLine('CMD');
      // Beside the code where there is room, else in the margin.
      await ui.page
        .locator('.monaco-editor .lightBulbWidget, .monaco-editor [class*="codicon-gutter-lightbulb"]')
        .first()
        .click();
      await ui.page.locator('.action-widget .monaco-list-row').first().waitFor();
    },
    'quick fix': async (ui) => {
      await ui.page.keyboard.press('Enter');
      await ui.page.locator('.view-line', { hasText: 'ENTRYPOINT' }).first().waitFor();
      await ui.page
        .locator('.markers-panel .monaco-list-row', { hasText: 'cmd-is-replaced' })
        .waitFor({ state: 'detached' });
    },
    'fix all': async (ui) => {
      await ui.palette('SageMaker: Fix All SageMaker Problems');
      await ui.page.waitForFunction(() => document.querySelectorAll('.monaco-editor .squiggly-error').length === 0);
    },
    'declare role': async (ui) => {
      await ui.palette('SageMaker: Declare Role');
      await ui.page.locator('.quick-input-list .monaco-list-row', { hasText: 'multi-model' }).first().waitFor();
    },
    'role declared': async (ui) => {
      await ui.page.locator('.quick-input-list .monaco-list-row', { hasText: 'training' }).first().click();
      await ui.page.keyboard.press('Enter');
      await ui.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      // The editor draws only the lines in sight, and the comment is the first.
      await ui.page.locator('.monaco-editor .view-lines').first().click();
      await ui.page.keyboard.press('Control+Home');
      await ui.page.locator('.view-line', { hasText: 'roles=training,inference' }).first().waitFor();
    },
    'rule documentation': async (ui) => {
      await ui.palette('SageMaker: Show Rule Documentation');
      // A finding at the cursor names the rule; without one the user is asked.
      const asked = ui.page.locator('.quick-input-widget', { hasText: 'SageMaker Rules' });
      const preview = ui.page.locator('.tab', { hasText: 'Preview' }).first();
      await asked.or(preview).first().waitFor();
      if (await asked.isVisible()) await ui.page.keyboard.press('Enter');
      await preview.waitFor();
      await ui.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame').locator('h1').waitFor();
    },
  },
};
