#!/usr/bin/env node
// npm test: everything, on a fresh clone too. Installs what is missing, says what it does, ends with `N passed, N failed`.
//   npm test -- unit lsp    only these steps
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => path.join(root, ...parts);
const CI = process.env.CI === 'true' || process.env.CI === '1';
const only = process.argv.slice(2);
const NODE = inRoot('node_modules/.bin/node');
const bin = (name) => inRoot('node_modules/.bin', name);

let passed = 0;
let failed = 0;
const broken = [];
const failures = [];

install();
fs.mkdirSync(inRoot('out'), { recursive: true });

step('types', 'tsc -b', () => one(run(bin('tsc'), ['-b'])));
step('lint', 'eslint', () => one(run(bin('eslint'), ['.', '--max-warnings', '0'])));
step('format', 'prettier --check', () => one(run(bin('prettier'), ['--check', '--log-level', 'warn', '.'])));
step('generated', 'generated files up to date', () => one(run(bin('tsx'), ['scripts/generate.mts', '--check'])));
step('schemas', 'request schemas up to date with the service model', schemas);
step('build', 'bundles', () => one(run(NODE, ['scripts/build.mjs'])));
step('unit', 'unit, language server over stdio, terminal (vitest)', () => vitest('vitest.config.mts'));
step('grammar', 'syntax highlighting', () => one(run('npm', ['run', '--silent', 'grammar'])));
step('docker', 'a real Docker Engine', () => withEngine((env) => vitest('test/docker/vitest.config.mts', env)));
step('aws', 'an AWS-protocol server (moto) and a registry', () =>
  withEngine((env) => vitest('test/aws/vitest.config.mts', env)),
);
step('scenarios', 'each example by the commands of its README', () =>
  withEngine((env) => vitest('test/scenarios/vitest.config.mts', env)),
);
step('worker', 'the language server in a web worker', () => host('test/ui/worker.mjs'));
step('vscode', 'inside a real VS Code', () => withEngine((env) => host('test/vscode/run.mjs', env)));
step('ui', 'the packaged extension in a browser', () => withEngine((env) => host('test/ui/run.mjs', env)));

// Once more at the end: a long log is often read from there.
for (const it of failures) console.log(`\n✗ ${it}`);
if (broken.length > 0) console.log(`\nFailed: ${broken.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

/** node_modules as the lock file says, unless they are already. */
function install() {
  const lock = inRoot('package-lock.json');
  const installed = inRoot('node_modules/.package-lock.json');
  if (fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(lock).mtimeMs) return;
  console.log('▸ Installing dependencies (npm ci)');
  if (run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']) !== 0) {
    console.error('npm ci failed; see above. Is the npm registry reachable?');
    process.exit(1);
  }
}

function step(name, title, action) {
  if (only.length > 0 && !only.includes(name)) return;
  console.log(`\n▸ ${title}`);
  const before = failed;
  const start = Date.now();
  action();
  if (failed > before) broken.push(name);
  console.log(`  ${failed > before ? 'failed' : 'ok'}, ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: environment(), ...options });
  if (error) console.error(String(error));
  return error ? 1 : (status ?? 1);
}

/** The pinned Node and the project's tools first on PATH. */
function environment(more = {}) {
  const tools = `${inRoot('node_modules/.bin')}${path.delimiter}${process.env.PATH}`;
  // Colours make logs of CI several times as long.
  return { ...process.env, PATH: tools, NODE_OPTIONS: '', ...(CI ? { NO_COLOR: '1' } : {}), ...more };
}

/** What is missing here: in CI a failure, on a laptop a skip that says so. */
function missing(what) {
  if (CI) {
    console.error(what);
    failed += 1;
  } else console.log(`  skipped: ${what}`);
}

function one(status) {
  if (status === 0) passed += 1;
  else failed += 1;
}

function vitest(config, env = {}) {
  const report = inRoot('out', `${config.replaceAll('/', '-')}.json`);
  fs.rmSync(report, { force: true });
  const program = inRoot('node_modules/vitest/vitest.mjs');
  const options = ['--config', config, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const status = run(NODE, [program, 'run', ...options], { env: environment(env) });
  if (!fs.existsSync(report)) return one(1);
  const tally = JSON.parse(fs.readFileSync(report, 'utf8'));
  passed += tally.numPassedTests;
  failed += tally.numFailedTests;
  for (const file of tally.testResults) {
    for (const test of file.assertionResults) if (test.status === 'failed') failures.push(failure(file, test));
    if (file.status === 'failed' && file.assertionResults.length === 0) failures.push(`${file.name}\n${file.message}`);
  }
  // A file that can't be loaded fails without a failed test.
  if (status !== 0 && tally.numFailedTests === 0) failed += 1;
}

/** The name of a failed test, and what it said first. */
function failure(file, test) {
  const message = (test.failureMessages[0] ?? '').split('\n').slice(0, 12).join('\n');
  return `${path.relative(root, file.name)} › ${test.fullName}\n${message}`;
}

/** The model comes from botocore, through pip. */
function schemas() {
  const pip = spawnSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' });
  if (pip.status !== 0) {
    // A fresh machine has no pip, and the model is not needed for anything else.
    console.log('  skipped: python3 with pip is needed to get the service model');
    return;
  }
  one(run(bin('tsx'), ['scripts/generate-request-schemas.mts', '--check']));
}

/** Starts an engine when none runs, and ends what it started. */
function withEngine(use) {
  const ask = (what) => spawnSync(NODE, [inRoot('scripts/docker-engine.mjs'), what], { cwd: root, encoding: 'utf8' });
  const ranBefore = ask('status').stdout.startsWith('unix://');
  const started = ask('start');
  const host = started.stdout?.trim().split('\n').at(-1) ?? '';
  if (started.status !== 0 || !host.startsWith('unix://')) {
    return missing(`a Docker Engine is needed: ${started.stderr?.trim() || started.stdout?.trim()}`);
  }
  console.log(`  ${host}`);
  try {
    use({ DOCKER_HOST: host });
  } finally {
    if (!ranBefore) ask('stop');
  }
}

/** A run in a real VS Code; it writes its tally to the file it is given. */
function host(script, env = {}) {
  const lack = prepareHost();
  if (lack) return missing(lack);
  const report = inRoot('out', `${script.replaceAll('/', '-')}.json`);
  fs.rmSync(report, { force: true });
  const status = run(NODE, [inRoot(script)], { env: environment({ ...env, TEST_REPORT: report }) });
  if (!fs.existsSync(report)) return one(status === 0 ? 1 : status);
  const tally = JSON.parse(fs.readFileSync(report, 'utf8'));
  passed += tally.passed;
  failed += tally.failed;
  if (status !== 0 && tally.failed === 0) failed += 1;
}

/** Installs the VS Code of the tests and a headless Chromium; returns what is missing, in a sentence. */
function prepareHost() {
  const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const chromium = process.env.CHROMIUM ?? browsers.find((it) => fs.existsSync(it));
  if (!chromium) {
    if (process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get'))
      return 'a headless Chromium is needed (set CHROMIUM to its path)';
    console.log('  Installing Chromium (apt-get)');
    const quiet = {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    };
    run('apt-get', ['update', '-qq'], quiet);
    if (run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell'], quiet) !== 0)
      return 'chromium-headless-shell could not be installed';
  }
  const lock = inRoot('test/host/package-lock.json');
  const done = inRoot('test/host/node_modules/.installed');
  if (fs.existsSync(done) && fs.statSync(done).mtimeMs >= fs.statSync(lock).mtimeMs) return undefined;
  console.log('  Installing VS Code for the tests (code-server, from the npm registry)');
  if (run('bash', [inRoot('test/host/install.sh')]) !== 0) return 'the VS Code of the tests could not be installed';
  fs.writeFileSync(done, '');
  return undefined;
}
