// A Docker Engine for the tests, made from Debian's docker.io: node scripts/docker-engine.mjs start | stop | status
// `start` prints `unix://…` of a working engine on its last line. It is safe to call it again, an engine that runs
// already is used as it is, and `stop` ends only what `start` started. SM_DOCKERD_HOME=folder makes one beside others:
// then call it under `unshare -n`, since two engines in one network spoil each other’s bridge. SM_DOCKERD_ARGS are added.
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// Short, and on a real disk: a socket's path may have 107 bytes, and overlay2 does not work on overlayfs.
const home = process.env.SM_DOCKERD_HOME ?? path.join(os.tmpdir(), 'sm-dockerd');
const socket = path.join(home, 'docker.sock');
const pidFile = path.join(home, 'pid');
const logFile = path.join(home, 'log');

function answers(socketPath) {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: '/_ping', timeout: 5000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

async function running() {
  // Whoever names a place wants an engine of his own.
  if (process.env.SM_DOCKERD_HOME !== undefined) return (await answers(socket)) ? socket : undefined;
  const given = process.env.DOCKER_HOST?.startsWith('unix://') ? [process.env.DOCKER_HOST.slice(7)] : [];
  for (const one of [...given, '/var/run/docker.sock', socket]) {
    if (fs.existsSync(one) && (await answers(one))) return one;
  }
  return undefined;
}

function succeeds(program, ...parameters) {
  return spawnSync(program, parameters, { stdio: 'ignore' }).status === 0;
}

function which(program) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .concat('/usr/sbin', '/sbin')
    .map((folder) => path.join(folder, program))
    .find((file) => fs.existsSync(file));
}

async function install() {
  const packages = ['docker.io', 'iptables', 'ca-certificates'];
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  // Locks of apt and mirrors are the flaky part.
  for (const attempt of [1, 2, 3]) {
    spawnSync('apt-get', ['update', '-qq'], options);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
    if (which('dockerd') !== undefined) return;
    await sleep(attempt * 5000);
  }
  throw new Error('docker.io could not be installed (see above)');
}

/** Arguments and PATH by which dockerd finds an iptables that works here. */
function network() {
  const searchPath = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;
  if (succeeds('iptables', '-t', 'nat', '-L')) return { searchPath, parameters: [] };
  const legacy = which('iptables-legacy');
  if (legacy !== undefined && succeeds(legacy, '-t', 'nat', '-L')) {
    const bin = path.join(home, 'bin');
    fs.mkdirSync(bin, { recursive: true });
    for (const name of ['iptables', 'ip6tables']) {
      const link = path.join(bin, name);
      fs.rmSync(link, { force: true });
      fs.symlinkSync(which(`${name}-legacy`) ?? legacy, link);
    }
    return { searchPath: `${bin}:${searchPath}`, parameters: [] };
  }
  return { searchPath, parameters: ['--iptables=false', '--ip-masq=false'] };
}

/** The process whose number is in the file, when it lives and is this program. A zombie has no command line. */
function living(file, program) {
  try {
    const pid = Number(fs.readFileSync(file, 'utf8'));
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program) ? pid : undefined;
  } catch {
    return undefined;
  }
}

const daemon = () => living(pidFile, 'dockerd');

/** After a kill, dockerd takes numbers of the dead for the living, and waits for them in vain. */
function forgetTheDead() {
  const containerd = path.join(home, 'exec', 'containerd', 'containerd.pid');
  if (daemon() === undefined) fs.rmSync(pidFile, { force: true });
  if (living(containerd, 'containerd') === undefined) fs.rmSync(containerd, { force: true });
}

async function launch() {
  fs.mkdirSync(home, { recursive: true });
  forgetTheDead();
  if (!/ (cgroup|cgroup2) /.test(fs.readFileSync('/proc/mounts', 'utf8'))) {
    fs.mkdirSync('/sys/fs/cgroup', { recursive: true });
    spawnSync('mount', ['-t', 'cgroup2', 'none', '/sys/fs/cgroup'], { stdio: 'inherit' });
  }
  const { searchPath, parameters } = network();
  const log = fs.openSync(logFile, 'w');
  const folders = ['--data-root', path.join(home, 'data'), '--exec-root', path.join(home, 'exec')];
  const child = spawn(
    which('dockerd'),
    [
      ...folders,
      '--pidfile',
      pidFile,
      '--host',
      `unix://${socket}`,
      ...(process.env.SM_DOCKERD_ARGS ?? '').split(' ').filter((word) => word !== ''),
      ...parameters,
    ],
    { detached: true, stdio: ['ignore', log, log], env: { ...process.env, PATH: searchPath } },
  );
  let ended = false;
  child.on('exit', () => (ended = true));
  child.unref();
  for (let waited = 0; waited < 30_000 && !ended; waited += 100) {
    if (await answers(socket)) return;
    await sleep(100);
  }
  const lines = fs.readFileSync(logFile, 'utf8').trimEnd().split('\n');
  const telling = lines.filter((line) => /level=(error|fatal)|failed to start/.test(line));
  throw new Error(`dockerd did not come up:\n${[...telling.slice(-5), ...lines.slice(-3)].join('\n')}`);
}

async function start() {
  const found = await running();
  if (found !== undefined) return found;
  fs.mkdirSync(home, { recursive: true });
  // Two test runs may start at once: one of them launches, the other waits for it.
  const lock = path.join(home, 'lock');
  for (let waited = 0; ; waited += 200) {
    try {
      fs.mkdirSync(lock);
      break;
    } catch {
      if (await answers(socket)) return socket;
      if (waited > 240_000) fs.rmSync(lock, { recursive: true, force: true });
      await sleep(200);
    }
  }
  try {
    if (await answers(socket)) return socket;
    if (which('dockerd') === undefined) await install();
    await launch();
    return socket;
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

async function stop() {
  const pid = daemon();
  if (pid === undefined) return 'not ours, or not running';
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < 20_000; waited += 100) {
    if (daemon() === undefined) return 'stopped';
    await sleep(100);
  }
  process.kill(pid, 'SIGKILL');
  return 'killed: it did not stop within 20 s';
}

const commands = {
  start: async () => `unix://${await start()}`,
  stop,
  status: async () => {
    const found = await running();
    return found === undefined ? 'not running' : `unix://${found}`;
  },
};

const command = commands[process.argv[2] ?? 'start'];
if (command === undefined) {
  console.error('usage: node scripts/docker-engine.mjs start | stop | status');
  process.exitCode = 2;
} else {
  try {
    console.log(await command());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
