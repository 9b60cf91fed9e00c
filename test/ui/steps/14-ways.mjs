import fs from 'node:fs';
import path from 'node:path';

/** From the walkthrough of all ways to a project for one of them. */
export default {
  prepare: ({ folder }) => {
    for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name), { recursive: true });
  },
  steps: {
    'all ways': async (ui) => {
      await ui.openFolder();
      await ui.sideBar();
      await ui.welcome('Ways to Use Containers').click();
      await ui.way('R').waitFor();
    },
    'one of them': async (ui) => {
      await ui.way('R').click();
      await ui.way('R').locator('.monaco-button', { hasText: 'New Container Project' }).waitFor();
    },
    'only the name is asked': async (ui) => {
      await ui.way('R').locator('.monaco-button', { hasText: 'New Container Project' }).click();
      await ui.asked('Name of the project').waitFor();
    },
    'project is written': async (ui) => {
      await ui.type('Name of the project', 'in-r');
      await ui.pick('in-r');
      await ui.tab('Dockerfile').waitFor();
      await ui.lens('Train').waitFor();
      await ui.webview.locator('h1', { hasText: 'in-r' }).waitFor();
    },
  },
};
