/** From a broken Dockerfile to a model. */
export default {
  needs: 'docker',
  steps: {
    'broken Dockerfile': async (ui) => {
      await ui.open('Dockerfile');
      await ui.page.locator('.monaco-editor .squiggly-warning').first().waitFor();
    },
    'fixed from the light bulb': async (ui) => {
      await ui.toLine('ENTRYPOINT');
      await ui.page
        .locator('.monaco-editor .lightBulbWidget, .monaco-editor [class*="codicon-gutter-lightbulb"]')
        .first()
        .click();
      await ui.page.locator('.action-widget .monaco-list-row', { hasText: 'Write' }).click();
      await ui.line('["/opt/code/start"]').waitFor();
      await ui.page.locator('.monaco-editor .squiggly-warning').first().waitFor({ state: 'detached' });
    },
    build: async (ui) => {
      await ui.lens('Build').click();
      await ui.page.locator('.statusbar', { hasText: 'Built' }).waitFor();
    },
    'first run asks for the data': async (ui) => {
      await ui.lens('Train').click();
      await ui.quick.filter({ hasText: 'Train Locally' }).waitFor();
      await ui.page.locator('.quick-input-list .monaco-list-row', { hasText: 'data' }).first().waitFor();
    },
    'first run asks for hyperparameters': async (ui) => {
      await ui.pick('data');
      await ui.quick.filter({ hasText: 'Hyperparameters' }).waitFor();
    },
    'log of the training': async (ui) => {
      await ui.type('Hyperparameters', 'sleep=2');
      await ui.terminal(`SageMaker: ${ui.name}`).waitFor();
    },
    'job in the tree': async (ui) => {
      await ui.sideBar();
      await ui.row(ui.name, '.codicon-pass').waitFor();
    },
    'model artefact': async (ui) => {
      await ui.menu(ui.name, 'Open Artefacts');
      await ui.toast('model.tar.gz').waitFor();
    },
    'folder of the model': async (ui) => {
      const [other] = await Promise.all([
        ui.page.context().waitForEvent('page'),
        ui.toast('model.tar.gz').locator('.monaco-button', { hasText: 'Open Folder' }).click(),
      ]);
      await other.locator('.explorer-folders-view .monaco-list-row', { hasText: 'model.tar.gz' }).waitFor();
      await ui.shot(other);
      await other.close();
    },
  },
};
