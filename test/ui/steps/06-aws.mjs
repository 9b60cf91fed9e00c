import path from 'node:path';
import { startAccount } from '../account.mjs';

/** The same request document at AWS, an AWS-protocol server here. */
export default {
  needs: 'docker',
  prepare: startAccount,
  steps: {
    'profiles to connect with': async (ui) => {
      await ui.open('aws/churn.training-job.json');
      await ui.lens('Launch on AWS…').waitFor();
      await ui.sideBar();
      await ui.viewAction('Jobs', 'Connect to AWS');
      await ui.page.locator('.quick-input-list .monaco-list-row', { hasText: 'moto' }).waitFor();
    },
    'account in the tree': async (ui) => {
      await ui.pick('moto');
      await ui.type('Region for');
      await ui.row('moto / us-east-1').filter({ hasText: '123456789012' }).waitFor();
    },
    'role to launch with': async (ui) => {
      await ui.lens('Launch on moto / us-east-1').click();
      await ui.quick.filter({ hasText: 'Execution role' }).waitFor();
      await ui.page.locator('.quick-input-list .monaco-list-row', { hasText: 'suite' }).first().waitFor();
    },
    checklist: async (ui) => {
      await ui.pick('suite');
      await ui.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Launch…' }).waitFor();
    },
    'last question': async (ui) => {
      await ui.pick('Launch…');
      await ui.dialog.filter({ hasText: '123456789012' }).waitFor();
    },
    'launched, with its log': async (ui) => {
      await ui.answer('Launch churn', 'Launch');
      await ui.row('churn').waitFor();
      await ui.terminal('churn').waitFor();
    },
    'where the request is saved': async (ui) => {
      await ui.menu('churn', 'Save as Request File');
      await ui.quick.filter({ hasText: 'Save as Request File' }).waitFor();
    },
    'saved as request file': async (ui) => {
      await ui.quick.locator('input').first().fill(path.join(ui.folder, 'back.training-job.json'));
      await ui.quick.locator('.monaco-button', { hasText: 'OK' }).click();
      await ui.tab('back.training-job.json').waitFor();
      await ui.line('TrainingJobName').waitFor();
    },
  },
};
