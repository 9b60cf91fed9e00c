/** The chart of a run. */
export default {
  needs: 'docker',
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
  },
};
