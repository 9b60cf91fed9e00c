/** A project where there was none. */
export default {
  steps: {
    'what for': async (ui) => {
      await ui.open('Dockerfile');
      await ui.lens('Build').waitFor();
      await ui.palette('SageMaker: New Container Project');
      await ui.quick.locator('.quick-input-title', { hasText: 'New Container Project' }).waitFor();
      await ui.quick.locator('.monaco-list-row').nth(1).waitFor();
    },
    name: async (ui) => {
      // Whatever is asked, the first answer will do; the name has no list.
      const name = ui.quick.filter({ hasText: 'Name of the project' });
      const asked = ui.quick.locator('.quick-input-title');
      while (!(await name.isVisible())) {
        const before = await asked.textContent();
        await ui.quick.locator('.monaco-list-row').first().click();
        await ui.page.waitForFunction(
          (text) => document.querySelector('.quick-input-title')?.textContent !== text,
          before,
        );
      }
    },
    'project is written': async (ui) => {
      await ui.type('Name of the project', 'new-one');
      await ui.pick('new-one');
      await ui.tab('new-one').waitFor();
      await ui.lens('Train').waitFor();
      await ui.webview.locator('h1', { hasText: 'new-one' }).waitFor();
    },
  },
};
