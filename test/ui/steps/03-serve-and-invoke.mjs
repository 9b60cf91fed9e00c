import { mend } from '../fixed.mjs';

/** From a model to a prediction. */
export default {
  needs: 'docker',
  prepare: ({ folder }) => mend(folder),
  steps: {
    'first run asks for the model': async (ui) => {
      await ui.open('Dockerfile');
      await ui.lens('Serve').click();
      await ui.quick.filter({ hasText: 'Serve Locally' }).waitFor();
      await ui.page.locator('.quick-input-list .monaco-list-row', { hasText: 'model' }).first().waitFor();
    },
    'endpoint in service': async (ui) => {
      await ui.pick('model');
      await ui.sideBar();
      await ui
        .row(ui.name)
        .locator('.codicon-pass, .codicon-vm-running, .codicon-broadcast, .codicon-radio-tower')
        .first()
        .waitFor();
    },
    'what is sent': async (ui) => {
      await ui.inline(ui.name, 'Invoke Endpoint');
      await ui.quick.filter({ hasText: 'Invoke Endpoint' }).waitFor();
      await ui.page.locator('.quick-input-list .monaco-list-row', { hasText: 'one.csv' }).waitFor();
    },
    'the answer': async (ui) => {
      await ui.pick('one.csv');
      await ui.line('predictions').waitFor();
    },
    'end of the endpoint': async (ui) => {
      await ui.menu(ui.name, 'Delete');
      await ui.dialog.waitFor();
    },
    'endpoint is gone': async (ui) => {
      await ui.answer('', 'Delete');
      await ui.row(ui.name).waitFor({ state: 'detached' });
    },
  },
};
