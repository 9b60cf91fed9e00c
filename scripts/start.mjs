#!/usr/bin/env node
// npm start [-- folder] [--no-open]
// From a fresh clone to findings in the terminal and the extension in VS Code. Needs Node 20 and npm, nothing else.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { VSIX, packageExtension } from './package.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => path.join(root, ...parts);
const WINDOWS = process.platform === 'win32';
const HOST = inRoot('test/host');
/** Where the browser's VS Code keeps its state between two starts. */
const PROFILE = inRoot('out/start');

const SOURCES = [
  'client',
  'server',
  'contract',
  'engine',
  'cli',
  'scripts/build.mjs',
  'package.json',
  'package-lock.json',
];
const BUNDLES = ['client', 'language-client', 'metrics', 'server', 'cli', 'engine', 'aws'].map((it) => `dist/${it}.js`);
const SHIPPED = [
  'README.md',
  'CHANGELOG.md',
  'dist',
  'docs/rules',
  'media',
  'schemas',
  'snippets',
  'syntaxes',
  'templates',
  'package.json',
  '.vscodeignore',
];

/** What goes wrong here and can be mended by the person at the keyboard. */
class StartError extends Error {}

async function main() {
  const { folder, open } = readArguments();
  checkNode();
  install();
  build();
  lint(folder);
  if (!open) return;
  const desktop = findDesktop();
  if (desktop) openDesktop(desktop, folder);
  else await openBrowser(folder);
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'no-open': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log('npm start [-- folder] [-- --no-open]\n\nfolder     what to lint and to open (default: examples)');
    console.log('--no-open  only install, build and lint');
    process.exit(0);
  }
  // npm runs scripts in the package's folder; INIT_CWD is where the person stands.
  const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), positionals[0] ?? inRoot('examples'));
  if (!fs.existsSync(folder)) throw new StartError(`There is no folder ${folder}.`);
  return { folder, open: values['no-open'] !== true };
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new StartError(`Node 20 or newer is needed; this is ${process.version}.`);
}

/** node_modules as package-lock.json says, unless they are already. */
function install() {
  if (newest(['package-lock.json']) <= newest(['node_modules/.package-lock.json'])) return;
  step('Installing dependencies (npm ci)');
  run(WINDOWS ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: WINDOWS });
}

/** dist/ as the sources say, unless it is already. */
function build() {
  if (newest(SOURCES) <= oldest(BUNDLES)) return;
  step('Building');
  run(process.execPath, [inRoot('scripts/build.mjs')]);
}

function lint(folder) {
  step(`Findings in ${shown(folder)}`);
  const { status, error } = spawnSync(process.execPath, [inRoot('dist/cli.js'), 'lint', folder], { stdio: 'inherit' });
  // 1 says that something was found.
  if (error || (status !== 0 && status !== 1)) throw new StartError('The linter itself failed; see above.');
}

/** The desktop program, when it is on PATH and there is a screen to show it on. */
function findDesktop() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const names = WINDOWS ? ['code.cmd', 'code.exe'] : ['code'];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.flatMap((at) => names.map((name) => path.join(at, name))).find((file) => fs.existsSync(file));
}

function openDesktop(program, folder) {
  step(`Opening VS Code (${program}) with the extension`);
  // VS Code refuses to run as root without a profile of its own.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--user-data-dir', path.join(PROFILE, 'desktop')] : [];
  run(program, [`--extensionDevelopmentPath=${root}`, '--new-window', ...asRoot, folder], { shell: WINDOWS });
}

/** VS Code in the browser: its own server, out of the package code-server, on this machine's loopback only. */
async function openBrowser(folder) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new StartError(
      'No `code` on PATH. In VS Code: "Shell Command: Install \'code\' command in PATH"; then npm start.',
    );
  }
  installHost();
  packageWhenNewer();
  const { startServer, installVsix, remoteUri, workbenchUrl } = await import('../test/host/host.mjs');
  const installed = path.join(PROFILE, 'installed');
  if (newest([VSIX]) > newest([installed])) {
    step('Installing the extension');
    installVsix(PROFILE, VSIX);
    fs.writeFileSync(installed, '');
  }
  step('Starting VS Code');
  // Anyone who can reach the port can open a terminal: only the URL below lets in.
  const token = randomBytes(16).toString('hex');
  const server = await startServer({
    root: PROFILE,
    token,
    settings: { 'git.enabled': true },
    env: { VSCODE_SKIP_BUILTIN_EXTENSIONS: 'GitHub.copilot-chat' },
  });
  const dockerfile = firstDockerfile(folder);
  const files = dockerfile ? [['openFile', remoteUri(server.port, dockerfile)]] : [];
  console.log(`\nVS Code is at\n\n  ${workbenchUrl(server.port, folder, files, token)}\n\nCtrl-C stops it.`);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
  await server.stop();
  console.log('Stopped.');
}

function installHost() {
  // The last thing that install.sh writes.
  const done = path.join(HOST, 'node_modules/code-server/lib/vscode/extensions/node_modules/.package-lock.json');
  if (newest([path.join(HOST, 'package-lock.json')]) <= newest([done])) return;
  step('Installing VS Code for the browser (once: about 0.8 GB in test/host, half a minute)');
  run('bash', [path.join(HOST, 'install.sh')]);
}

function packageWhenNewer() {
  if (newest(SHIPPED) <= newest([VSIX])) return;
  step('Packaging the extension');
  packageExtension();
}

function run(program, args, options = {}) {
  const { status, signal, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw new StartError(`${program} can't be started: ${error.message}`);
  if (status !== 0) throw new StartError(`${path.basename(program)} failed (${signal ?? status}).`);
}

function step(text) {
  console.log(`\n== ${text}`);
}

function shown(folder) {
  const relative = path.relative(process.cwd(), folder);
  return relative === '' || relative.startsWith('..') ? folder : relative;
}

/** Time of the newest file below `paths`; 0 when there is none. */
function newest(paths) {
  return Math.max(0, ...paths.flatMap((one) => [...times(path.resolve(root, one))]));
}

/** Time of the oldest of `files`; 0 when one is missing. */
function oldest(files) {
  return Math.min(...files.map((file) => newest([file])));
}

function* times(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) yield stat.mtimeMs;
  else for (const name of fs.readdirSync(file)) yield* times(path.join(file, name));
}

/** The Dockerfile that is shown first: the nearest to the top. */
function firstDockerfile(folder) {
  let level = [folder];
  for (let depth = 0; depth < 4 && level.length > 0; depth++) {
    const entries = level.flatMap((at) =>
      fs.readdirSync(at, { withFileTypes: true }).map((entry) => ({ entry, file: path.join(at, entry.name) })),
    );
    const found = entries.filter(({ entry }) => entry.isFile() && /(^|\.)dockerfile($|\.)/i.test(entry.name));
    if (found.length > 0) return found.map(({ file }) => file).sort()[0];
    level = entries
      .filter(({ entry }) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
      .map(({ file }) => file);
  }
  return undefined;
}

main().catch((error) => {
  console.error(error instanceof StartError ? `\n${error.message}` : error);
  process.exitCode = 1;
});
