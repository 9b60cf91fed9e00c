import fs from 'node:fs';
import path from 'node:path';
import { machineSettings } from '../machine-settings.mjs';

/** The chart of a run, which is kept where a setting says. */
export default {
  needs: 'docker',
  prepare: ({ profile, home }) => {
    const storage = path.join(home, 'elsewhere');
    machineSettings(profile, { 'sagemaker.storageFolder': storage });
    return { storage };
  },
  steps: {
    'run from its document': async (ui) => {
      await ui.open('long/long.training-job.json');
      await ui.lens('Run locally').click();
      await ui.sideBar();
      await ui.row('long').waitFor();
    },
    chart: async (ui) => {
      await ui.menu('long', 'Show Metrics', '.codicon-pass');
      await ui.webview.locator('svg text', { hasText: '3' }).first().waitFor();
      await ui.webview.getByText('Completed').waitFor();
    },
    'kept where the setting says': async ({ storage }) => {
      await fs.promises.access(path.join(storage, 'jobs/training-job/long/state.json'));
    },
  },
};
