#!/usr/bin/env node
// What a user sees: the packaged extension installed in VS Code, in a browser, without any test driver.
// Screenshots: out/shots. Node 20 is enough.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from '../../scripts/build.mjs';
import { VSIX, packageExtension } from '../../scripts/package.mjs';
import { installVsix, remoteUri, startBrowser, startServer, tempRoot, workbenchUrl } from '../host/host.mjs';
import { makeTinyImage } from '../host/tiny-image.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const shots = path.join(root, 'out/shots');
const vsix = process.env.VSIX ?? VSIX;
const PATIENCE = 30_000;

fs.rmSync(shots, { recursive: true, force: true });
fs.mkdirSync(shots, { recursive: true });
if (!process.env.VSIX) {
  await buildAll();
  packageExtension();
}

// Without an engine, what runs containers is left out; in CI there is one.
const docker = makeTinyImage();
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sagemaker-home-'));
process.env.SAGEMAKER_CONTAINERS_HOME = home;
const profile = tempRoot();
const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'sagemaker-ui-'));
fs.cpSync(path.join(root, 'test/vscode/fixtures/workspace'), workspace, { recursive: true });
installVsix(profile, vsix);
const server = await startServer({ root: profile });
let context;
let passed = 0;
try {
  const browser = await startBrowser(profile);
  context = browser.context;
  const { page } = browser;
  page.setDefaultTimeout(PATIENCE);
  await walk(page);
} catch (error) {
  await context?.pages()[0]?.screenshot({ path: path.join(shots, 'failed.png') });
  console.error(error);
  process.exitCode = 1;
} finally {
  await context?.close();
  await server.stop();
  fs.rmSync(profile, { recursive: true, force: true });
  fs.rmSync(workspace, { recursive: true, force: true });
  fs.rmSync(home, { recursive: true, force: true });
}
const tally = { passed, failed: process.exitCode ? 1 : 0 };
if (process.env.TEST_REPORT) fs.writeFileSync(process.env.TEST_REPORT, JSON.stringify(tally));
console.log(`${tally.passed} passed, ${tally.failed} failed, 0 skipped`);

async function walk(page) {
  const step = async (name, run) => {
    const started = performance.now();
    await run();
    passed++;
    await page.screenshot({ path: path.join(shots, `${passed}-${name.replace(/\W+/g, '-')}.png`) });
    console.log(`  ok  ${name} (${Math.round(performance.now() - started)} ms)`);
  };
  const squiggles = page.locator('.monaco-editor .squiggly-error');
  const problems = page.locator('.markers-panel .monaco-list-row', { hasText: 'serve' });

  await step('squiggle', async () => {
    const file = remoteUri(server.port, path.join(workspace, 'Dockerfile'));
    await page.goto(workbenchUrl(server.port, workspace, [['openFile', file]]));
    await page.locator('.tab', { hasText: 'Dockerfile' }).waitFor();
    await squiggles.first().waitFor();
  });
  await step('problems', async () => {
    await page.keyboard.press('Control+Shift+M');
    await problems.first().waitFor();
  });
  await step('hover on a finding', async () => {
    await page.locator('.view-line span', { hasText: 'CMD' }).last().hover();
    await page.locator('.monaco-hover', { hasText: 'serve' }).first().waitFor();
  });
  await step('hover on a path', async () => {
    await page.keyboard.press('Escape');
    await page.mouse.move(1000, 10);
    await page.locator('.view-line span', { hasText: '/opt/ml/model' }).last().hover();
    await page.locator('.monaco-hover', { hasText: 'model' }).first().waitFor();
  });
  await step('language status', async () => {
    await page.mouse.move(1000, 10);
    await page.locator('[id="status.languageStatus"]').hover();
    await page.locator('.hover-language-status', { hasText: 'inference' }).first().waitFor();
  });
  await step('light bulb', async () => {
    await page.mouse.move(1000, 10);
    await toLine(page, 'CMD');
    // Beside the code where there is room, else in the margin.
    await page
      .locator('.monaco-editor .lightBulbWidget, .monaco-editor [class*="codicon-gutter-lightbulb"]')
      .first()
      .click();
    await page.locator('.action-widget .monaco-list-row').first().waitFor();
  });
  await step('quick fix', async () => {
    await page.keyboard.press('Enter');
    await page.locator('.view-line', { hasText: 'ENTRYPOINT' }).first().waitFor();
    await page
      .locator('.markers-panel .monaco-list-row', { hasText: 'cmd-is-replaced' })
      .waitFor({ state: 'detached' });
  });
  await step('fix all', async () => {
    await palette(page, 'SageMaker: Fix All SageMaker Problems');
    await page.waitForFunction(() => document.querySelectorAll('.monaco-editor .squiggly-error').length === 0);
  });
  await step('declare role', async () => {
    await palette(page, 'SageMaker: Declare Role');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'multi-model' }).first().waitFor();
  });
  await step('role declared', async () => {
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'training' }).first().click();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    // The editor draws only the lines in sight, and the comment is the first.
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+Home');
    await page.locator('.view-line', { hasText: 'roles=training,inference' }).first().waitFor();
  });
  await step('rule documentation', async () => {
    await palette(page, 'SageMaker: Show Rule Documentation');
    // A finding at the cursor names the rule; without one the user is asked.
    const asked = page.locator('.quick-input-widget', { hasText: 'SageMaker Rules' });
    const preview = page.locator('.tab', { hasText: 'Preview' }).first();
    await asked.or(preview).first().waitFor();
    if (await asked.isVisible()) await page.keyboard.press('Enter');
    await preview.waitFor();
    await page.frameLocator('iframe.webview').frameLocator('iframe#active-frame').locator('h1').waitFor();
  });
  if (docker) {
    await step('run a request document', async () => {
      const file = remoteUri(server.port, path.join(workspace, 'run/tiny.training-job.json'));
      await page.goto(workbenchUrl(server.port, workspace, [['openFile', file]]));
      await page.locator('.codelens-decoration a', { hasText: 'Run locally' }).first().click();
      await page.locator('.terminal-tabs-entry, .single-terminal-tab', { hasText: 'tiny' }).first().waitFor();
    });
    await step('jobs', async () => {
      await page.locator('.activitybar .action-label[aria-label*="SageMaker Containers"]').first().click();
      const job = page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: 'tiny' }).first();
      await job.waitFor();
      // The icon of a job that is completed.
      await job.locator('.codicon-pass').waitFor();
    });
  }
}

/** Runs a command of the palette by its title. */
async function palette(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Puts the cursor on the last line of the editor that holds `text`. */
async function toLine(page, text) {
  await page.locator('.view-line span', { hasText: text }).last().click();
  await page.keyboard.press('Home');
}
