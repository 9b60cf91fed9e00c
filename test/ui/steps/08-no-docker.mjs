import fs from 'node:fs';
import path from 'node:path';

const NOWHERE = '/nowhere/docker.sock';

/** What is said where no Docker Engine answers. */
export default {
  // A setting of this kind belongs to the machine; in the user's own it would hold only till VS Code knows its scope.
  prepare: ({ profile }) => {
    const folder = path.join(profile, 'user-data/Machine');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(
      path.join(folder, 'settings.json'),
      JSON.stringify({ 'sagemaker.docker.host': `unix://${NOWHERE}` }),
    );
  },
  steps: {
    'sentence of a command': async (ui) => {
      await ui.open('Dockerfile');
      await ui.lens('Build').click();
      await ui.toast(NOWHERE).waitFor();
    },
    'sentence in the tree': async (ui) => {
      await ui.sideBar();
      await ui.row('Try Again').waitFor();
    },
    'check my machine': async (ui) => {
      await ui.row('Check My Machine').click();
      await ui.webview.getByText(NOWHERE).first().waitFor();
    },
  },
};
