import fs from 'node:fs';
import path from 'node:path';
import { ensureBases } from '../../scenarios/base-images.mjs';

const MINUTE = 60_000;
// Not the row of its Dockerfile.
const PROJECT = /^my-model(?!\/)/;
let began = 0;

/** From an empty folder to a prediction, with nothing but the mouse; says how many seconds that took. */
export default {
  needs: 'docker',
  prepare: ({ folder }) => {
    for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name), { recursive: true });
    ensureBases(['public.ecr.aws/docker/library/python:3.12-slim']);
  },
  steps: {
    'empty folder': async (ui) => {
      began = performance.now();
      await ui.openFolder();
      await ui.sideBar();
      await ui.welcome('New Container Project').waitFor();
    },
    walkthrough: async (ui) => {
      await ui.welcome('From Dockerfile to Endpoint').click();
      await ui.walkthroughButton('New Container Project').waitFor();
    },
    'what the container is for': async (ui) => {
      await ui.walkthroughButton('New Container Project').click();
      await ui.item('Train and serve').waitFor();
    },
    framework: async (ui) => {
      await ui.pick('Train and serve');
      await ui.asked('2/').waitFor();
    },
    packages: async (ui) => {
      await ui.pick('None');
      await ui.asked('3/').waitFor();
    },
    server: async (ui) => {
      await ui.pick('pip');
      await ui.asked('4/').waitFor();
    },
    name: async (ui) => {
      await ui.pick('Flask');
      await ui.asked('5/').waitFor();
    },
    where: async (ui) => {
      await ui.quickButton('Continue').click();
      await ui.item('/my-model').waitFor();
    },
    'project is written': async (ui) => {
      await ui.pick('/my-model');
      await ui.lens('Train').waitFor();
      await ui.webview.locator('h1', { hasText: 'my-model' }).waitFor();
    },
    training: async (ui) => {
      await ui.lens('Train').click();
      await ui.terminal('SageMaker: my-model').waitFor();
    },
    trained: async (ui) => {
      await ui.row(PROJECT, '.codicon-pass').waitFor({ timeout: 4 * MINUTE });
    },
    served: async (ui) => {
      await ui.tab('Dockerfile').click();
      await ui.lens('Serve').click();
      await ui.row(PROJECT, '.codicon-radio-tower').waitFor({ timeout: MINUTE });
    },
    'what is sent': async (ui) => {
      await ui.inline(PROJECT, 'Invoke Endpoint', '.codicon-radio-tower');
      await ui.item('flowers.csv').waitFor();
    },
    'the prediction': async (ui) => {
      await ui.pick('flowers.csv');
      await ui.line('setosa').waitFor();
      console.log(`  from an empty folder to a prediction: ${Math.round((performance.now() - began) / 1000)} s`);
    },
    'endpoint is gone': async (ui) => {
      await ui.menu(PROJECT, 'Delete', '.codicon-radio-tower');
      await ui.answer('', 'Delete');
      await ui.row(PROJECT, '.codicon-radio-tower').waitFor({ state: 'detached' });
    },
  },
};
