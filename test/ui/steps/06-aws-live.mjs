import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { LEFT_OUT } from '../account.mjs';
import { startLiveAccount } from '../live-account.mjs';

const EMPTY_TAR = Buffer.alloc(1024);

/** What runs at AWS: followed, stopped, deployed, asked, updated and deleted. An AWS-protocol server here. */
export default {
  needs: 'docker',
  // A terminal that is a picture can't be read.
  settings: { 'terminal.integrated.gpuAcceleration': 'off' },
  prepare: async ({ home, folder }) => {
    const account = await startLiveAccount({ home });
    if (account === LEFT_OUT) return LEFT_OUT;
    fs.writeFileSync(path.join(folder, 'aws/model.tar.gz'), gzipSync(EMPTY_TAR));
    return account;
  },
  steps: {
    'account in the tree': async (ui) => {
      await ui.open('aws/churn.training-job.json');
      await ui.lens('Launch on AWS…').waitFor();
      await ui.sideBar();
      await ui.viewAction('Jobs', 'Connect to AWS');
      await ui.pick('moto');
      await ui.type('Region for');
      await ui.row('moto / us-east-1').filter({ hasText: '123456789012' }).waitFor();
    },
    'a job is launched, and its log follows it': async (ui) => {
      await ui.lens('Launch on moto / us-east-1').click();
      await ui.asked('Execution role').waitFor();
      await ui.pick('suite');
      await ui.pick('Launch…');
      await ui.answer('Launch churn', 'Launch');
      await ui.terminal('churn').waitFor();
      await ui.page
        .locator('.xterm-rows', { hasText: /epoch=\d+/ })
        .first()
        .waitFor();
    },
    'new lines come by a live tail': async (ui) => {
      const shown = async () => {
        const text = await ui.page.locator('.xterm-rows').first().innerText();
        return Math.max(0, ...[...text.matchAll(/epoch=(\d+)/g)].map(([, epoch]) => Number(epoch)));
      };
      const before = await shown();
      await ui.page
        .locator('.xterm-rows', { hasText: `epoch=${before + 4}` })
        .first()
        .waitFor();
      if (!ui.operations.includes('StartLiveTail')) throw new Error('CloudWatch was asked for no live tail');
    },
    'the question before a stop': async (ui) => {
      await ui.menu('churn', 'Stop');
      await ui.dialog.filter({ hasText: 'account 123456789012' }).waitFor();
    },
    'stopped, in the tree and in its log': async (ui) => {
      await ui.answer('Stop churn', 'Stop');
      await ui.row('churn', '.codicon-circle-slash').waitFor();
      await ui.page.locator('.xterm-rows', { hasText: 'Stopped' }).first().waitFor();
    },
    'what is below a job': async (ui) => {
      await ui.row('churn').locator('.monaco-tl-twistie').click();
      await ui.row('Timeline').waitFor();
    },
    'an endpoint needs a bucket that is not there': async (ui) => {
      await ui.page.keyboard.press('Control+P');
      await ui.quick.locator('input').first().fill('live.endpoint.json');
      await ui.pick('live.endpoint.json');
      await ui.lens('Launch on moto / us-east-1').click();
      await ui.item('Create the bucket with the launch').waitFor();
      await ui.item('There is no bucket sagemaker-us-east-1-123456789012').waitFor();
    },
    'the last question, with the bucket': async (ui) => {
      await ui.pick('Create the bucket with the launch');
      await ui.pick('Launch…');
      await ui.dialog.filter({ hasText: 'closed to the public' }).waitFor();
    },
    'the endpoint is in service, with its price': async (ui) => {
      await ui.answer('Launch live', 'Launch');
      await ui.row('live', '.codicon-radio-tower').filter({ hasText: '$0.115/h' }).waitFor();
    },
    'it is asked': async (ui) => {
      await ui.inline('live', 'Invoke Endpoint', '.codicon-radio-tower');
      await ui.pick('one.csv');
      await ui.line('0.93').waitFor();
      await ui.toast('live answered').waitFor();
    },
    'headers and times of the answer': async (ui) => {
      await ui.toastButton('live answered', 'Headers and Times').click();
      await ui.line('x-Amzn-Invoked-Production-Variant').waitFor();
    },
    'an answer that comes in pieces': async (ui) => {
      await ui.menu('live', 'Answer as It Comes', '.codicon-radio-tower');
      await ui.pick('As last time');
      await ui.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
      await ui.line('0.93').waitFor();
    },
    'a second launch offers an update': async (ui) => {
      await ui.tab('live.endpoint.json').click();
      await ui.lens('Launch on moto / us-east-1').click();
      await ui.item('Update the endpoint that is there').waitFor();
    },
    'the endpoint changes over': async (ui) => {
      await ui.pick('Update the endpoint that is there');
      await ui.pick('Launch…');
      await ui.dialog.filter({ hasText: 'Update endpoint live' }).waitFor();
      await ui.shot();
      await ui.answer('Launch live', 'Launch');
      for (let config = 'live'; config === 'live';) {
        ({ EndpointConfigName: config } = await ui.memory.describeEndpoint('live'));
        await ui.page.waitForTimeout(200);
      }
    },
    'what deleting it deletes': async (ui) => {
      await ui.menu('live', 'Delete', '.codicon-radio-tower');
      await ui.dialog.filter({ hasText: 'Made for it' }).waitFor();
    },
    'deleted with its parts': async (ui) => {
      await ui.answer('Delete live', 'Delete with Configuration and Models');
      await ui.row('live').waitFor({ state: 'detached' });
      await ui.page.locator('.xterm-rows', { hasText: 'deleted' }).first().waitFor();
    },
  },
};
