import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { inject } from 'vitest';
import { cleanups } from './engine';

export interface OwnEngine {
  /** Answers the path of its socket. */
  start(): string;
  /** Before the words of a command: it then runs in the engine’s network, where the ports are that containers publish. */
  readonly inside: readonly [string, ...string[]];
  kill(): void;
}

export const mayOwnEngines = inject('engineSocket') !== '' && process.getuid?.() === 0 && process.platform === 'linux';

/** Engines of a test file’s own, each in its own network, that may be killed; engine and network end with the test. */
export function ownEngines(): (
  engineArguments: string,
  more?: NodeJS.ProcessEnv,
  /** The engine sees an empty folder in its place, as on another machine. */
  hidden?: string,
) => OwnEngine {
  const after = cleanups();
  return (engineArguments, more = {}, hidden) => ownEngine(after, engineArguments, more, hidden);
}

function ownEngine(
  after: (cleanup: () => Promise<unknown>) => void,
  engineArguments: string,
  more: NodeJS.ProcessEnv,
  hidden: string | undefined,
): OwnEngine {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-dk-'));
  const env = { ...process.env, ...more, SM_DOCKERD_HOME: home, SM_DOCKERD_ARGS: engineArguments };
  const network = path.join(home, 'net');
  fs.writeFileSync(network, '');
  // It outlives the engine, as the network of a machine does.
  execFileSync('unshare', [`--net=${network}`, 'ip', 'link', 'set', 'lo', 'up']);
  const inside = ['nsenter', `--net=${network}`] as const;
  const [enter, ...into] = inside;
  const hide =
    hidden === undefined
      ? []
      : ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none "$1" && shift && exec "$@"', 'hide', hidden];
  const script = (word: string) =>
    execFileSync(enter, [...into, ...hide, process.execPath, 'scripts/docker-engine.mjs', word], {
      env,
      encoding: 'utf8',
    });
  const pid = () => Number(fs.readFileSync(path.join(home, 'pid'), 'utf8'));
  after(async () => {
    script('stop');
    endAllOf(home);
    unmountAllOf(home);
    await fs.promises.rm(home, { recursive: true, force: true });
  });
  return {
    inside,
    start: () => script('start').trim().replace('unix://', ''),
    kill: () => {
      process.kill(pid(), 'SIGKILL');
    },
  };
}

/** The network, and what a killed engine left mounted: the last first. */
function unmountAllOf(home: string): void {
  const mounted = fs.readFileSync('/proc/mounts', 'utf8').split('\n');
  const places = mounted.flatMap((line) => line.split(' ')[1] ?? []).filter((place) => place.startsWith(`${home}/`));
  for (const place of places.reverse()) execFileSync('umount', [place]);
}

/** What a killed engine left running: every process that names this folder, which nobody else has. */
function endAllOf(home: string): void {
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (words.some((word) => word.startsWith(`${home}/`))) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended in the meantime.
    }
  }
}
