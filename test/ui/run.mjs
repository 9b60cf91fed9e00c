#!/usr/bin/env node
// What a user sees: the packaged extension installed in VS Code, in a browser, without any test driver, against a real
// Docker Engine. Screenshots: out/shots. `UI_ONLY`: a pattern of the files of steps/. Node 20 is enough.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from '../../scripts/build.mjs';
import { VSIX, packageExtension } from '../../scripts/package.mjs';
import { installVsix, startBrowser, startServer, tempRoot } from '../host/host.mjs';
import { makeTinyImage } from '../host/tiny-image.mjs';
import { LEFT_OUT } from './account.mjs';
import { foreignImages, removeImages } from './images.mjs';
import { createUi } from './ui.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const shots = path.join(root, 'out/shots');
const vsix = process.env.VSIX ?? VSIX;
// More of it for a machine that does much else.
const PATIENCE = Number(process.env.UI_PATIENCE ?? 30_000);
// Of the folder, and so of the images, jobs and endpoints.
const NAME = 'ui-demo';

fs.rmSync(shots, { recursive: true, force: true });
fs.mkdirSync(shots, { recursive: true });
if (!process.env.VSIX) {
  await buildAll();
  packageExtension();
}
const docker = makeTinyImage();
const foreign = docker ? await foreignImages() : [];
const only = new RegExp(process.env.UI_ONLY ?? '');
const files = fs.readdirSync(path.join(here, 'steps')).filter((name) => only.test(name));
const tally = { passed: 0, failed: 0 };
try {
  for (const file of files.sort()) {
    const { default: part } = await import(`./steps/${file}`);
    if (part.needs === 'docker' && !docker) continue;
    const before = { ...tally };
    await play(file.replace('.mjs', ''), part);
    if (process.env.CI === undefined || tally.failed === before.failed) continue;
    // A loaded machine may starve a browser once; twice is a defect.
    console.log(`  once more: ${file}`);
    Object.assign(tally, before);
    await play(file.replace('.mjs', ''), part);
  }
} finally {
  if (docker) await removeImages(foreign);
}
if (process.env.TEST_REPORT) fs.writeFileSync(process.env.TEST_REPORT, JSON.stringify(tally));
console.log(`${tally.passed} passed, ${tally.failed} failed, 0 skipped`);
process.exitCode = tally.failed === 0 ? 0 : 1;

/** Plays the steps of a file in a VS Code and a folder of their own. A step that fails ends them. */
async function play(name, part) {
  const temporary = (what) => fs.mkdtempSync(path.join(os.tmpdir(), `sagemaker-ui-${what}-`));
  const [profile, home, parent] = [tempRoot(), temporary('home'), temporary('work')];
  let given, server, context;
  let step = 'start';
  try {
    const folder = path.join(parent, NAME);
    fs.cpSync(path.join(root, part.project ?? 'test/ui/project'), folder, { recursive: true });
    installVsix(profile, vsix);
    given = await part.prepare?.({ profile, folder, home, vsix });
    if (given === LEFT_OUT) return;
    const env = { SAGEMAKER_CONTAINERS_HOME: home, ...given?.env };
    server = await startServer({ root: profile, env, settings: part.settings, trust: part.trust });
    const browser = await startBrowser(profile);
    context = browser.context;
    browser.page.setDefaultTimeout(PATIENCE);
    const ui = Object.assign(createUi(browser.page, { port: server.port, folder }), { name: NAME }, given);
    for (const [title, run] of Object.entries(part.steps)) {
      step = title;
      ui.nextShot = () => path.join(shots, `${name}-${pad(++ui.count)}-${title.replace(/\W+/g, '-')}.png`);
      const started = performance.now();
      await run(ui);
      await ui.shot();
      tally.passed++;
      console.log(`  ok  ${name}: ${title} (${Math.round(performance.now() - started)} ms)`);
    }
  } catch (error) {
    tally.failed++;
    console.error(`  not ok  ${name}: ${step}\n`, error);
    await context?.pages()[0]?.screenshot({ path: path.join(shots, `${name}-failed.png`) });
  } finally {
    await context?.close();
    await server?.stop();
    await given?.stop?.();
    for (const it of [profile, home, parent]) fs.rmSync(it, { recursive: true, force: true });
  }
}

function pad(number) {
  return String(number).padStart(2, '0');
}
