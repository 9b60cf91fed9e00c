#!/usr/bin/env node
// Builds the extension and its suite, and runs the suite inside a real VS Code: code-server of test/host, or the
// desktop program that VSCODE_EXECUTABLE names. Node 20 is enough.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildAll } from '../../scripts/build.mjs';
import { makeTinyImage } from '../host/tiny-image.mjs';
import { startAws } from './moto.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
// The suite takes three minutes; on a machine that does other work as well it must not be ended for that.
const PATIENCE_MS = 15 * 60_000;
const root = path.resolve(here, '../..');
fs.mkdirSync(path.join(root, 'out'), { recursive: true });
// Of this run alone: several may go on at once.
const out = fs.mkdtempSync(path.join(root, 'out/test-vscode-'));

/** Bundles the suite; `vscode` comes from the host and Mocha from node_modules. */
async function buildSuite() {
  const tests = fs.readdirSync(path.join(here, 'suite')).filter((name) => name.endsWith('.test.ts'));
  await build({
    absWorkingDir: here,
    entryPoints: ['index.ts', ...tests.map((name) => `suite/${name}`)],
    outdir: out,
    outbase: here,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // As the build has it: jsonc-parser's CommonJS form can't be bundled.
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

await Promise.all([buildAll({ dev: true }), buildSuite()]);
makeTinyImage();
const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'sagemaker-workspace-'));
// Jobs of the tests are nobody's own.
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sagemaker-home-'));
process.env.SAGEMAKER_CONTAINERS_HOME = home;
const aws = await startAws(out, home);
Object.assign(process.env, aws?.env);
try {
  fs.cpSync(path.join(here, 'fixtures/workspace'), workspace, { recursive: true });
  const suite = {
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(out, 'index.js'),
  };
  process.exitCode = process.env.VSCODE_EXECUTABLE ? await onDesktop(suite) : await onHost(suite);
} finally {
  aws?.stop();
  fs.rmSync(workspace, { recursive: true, force: true });
  fs.rmSync(home, { recursive: true, force: true });
  fs.rmSync(out, { recursive: true, force: true });
}

async function onDesktop(suite) {
  const { runTests } = await import('@vscode/test-electron');
  return runTests({ ...suite, vscodeExecutablePath: process.env.VSCODE_EXECUTABLE, launchArgs: [workspace] });
}

async function onHost(suite) {
  if (!fs.existsSync(path.join(root, 'test/host/node_modules/code-server/lib/vscode/extensions/node_modules'))) {
    const { status } = spawnSync('bash', [path.join(root, 'test/host/install.sh')], { stdio: 'inherit' });
    if (status !== 0) return 1;
  }
  const { runSuite } = await import('../host/run-suite.mjs');
  const { code, why, tally, root: traces } = await runSuite({ ...suite, folder: workspace, timeout: PATIENCE_MS });
  if (tally && process.env.TEST_REPORT) fs.writeFileSync(process.env.TEST_REPORT, JSON.stringify(tally));
  if (tally) console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.pending ?? 0} skipped`);
  if (why) console.error(`suite not passed: ${why}; see ${traces}`);
  else fs.rmSync(traces, { recursive: true, force: true });
  return code;
}
