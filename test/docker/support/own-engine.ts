import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { inject } from 'vitest';
import { cleanups } from './engine';

export interface OwnEngine {
  /** Answers the path of its socket. */
  start(): string;
  kill(): void;
}

export const mayOwnEngines = inject('engineSocket') !== '' && process.getuid?.() === 0 && process.platform === 'linux';

/** Engines of a test file’s own, each in its own network, that may be killed; they end with the test. */
export function ownEngines(): (engineArguments: string, more?: NodeJS.ProcessEnv) => OwnEngine {
  const after = cleanups();
  return (engineArguments, more = {}) => ownEngine(after, engineArguments, more);
}

function ownEngine(
  after: (cleanup: () => Promise<unknown>) => void,
  engineArguments: string,
  more: NodeJS.ProcessEnv,
): OwnEngine {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-dk-'));
  const env = { ...process.env, ...more, SM_DOCKERD_HOME: home, SM_DOCKERD_ARGS: engineArguments };
  const script = (word: string) =>
    execFileSync('unshare', ['-n', process.execPath, 'scripts/docker-engine.mjs', word], { env, encoding: 'utf8' });
  const pid = () => Number(fs.readFileSync(path.join(home, 'pid'), 'utf8'));
  after(async () => {
    script('stop');
    endAllOf(home);
    try {
      execFileSync('umount', [path.join(home, 'data')], { stdio: 'ignore' });
    } catch {
      // Only a killed engine leaves it mounted.
    }
    await fs.promises.rm(home, { recursive: true, force: true });
  });
  return {
    start: () => script('start').trim().replace('unix://', ''),
    kill: () => {
      process.kill(pid(), 'SIGKILL');
    },
  };
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
