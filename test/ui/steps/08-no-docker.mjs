import assert from 'node:assert/strict';
import { machineSettings } from '../machine-settings.mjs';

const NOWHERE = '/nowhere/docker.sock';
const WAYS_OUT = ['Try Again', 'Check My Machine'];

/** What is said where no Docker Engine answers: as soon as the views are seen, and in each place with its ways out. */
export default {
  prepare: ({ profile }) => machineSettings(profile, { 'sagemaker.docker.host': `unix://${NOWHERE}` }),
  steps: {
    'nothing was run: the views say it': async (ui) => {
      await ui.open('Dockerfile');
      await ui.line('FROM').waitFor();
      await ui.sideBar();
      await ui.viewMessage('No Docker Engine listens').waitFor();
      await ui.row('Docker can’t be used').waitFor();
      for (const way of WAYS_OUT) await ui.row(way).waitFor();
      assert.equal(await ui.row('No jobs yet').count(), 0);
      await ui.page.locator('.statusbar-item.has-background-color', { hasText: 'SageMaker' }).waitFor();
    },
    'sentence of a command': async (ui) => {
      await ui.lens('Build').click();
      await ui.toast(NOWHERE).waitFor();
      for (const way of WAYS_OUT) await ui.toastButton(NOWHERE, way).waitFor();
    },
    'check my machine': async (ui) => {
      await ui.toastButton(NOWHERE, 'Check My Machine').click();
      await ui.webview.getByText(NOWHERE).first().waitFor();
    },
  },
};
