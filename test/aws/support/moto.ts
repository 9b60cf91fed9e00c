import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../docker/support/free-port';

const VERSION = '5.2.5';

/** The moto server in a virtual environment of its own, kept for the next time. */
function motoProgram(): string {
  const folder = path.join(os.tmpdir(), `sm-test-moto-${VERSION}`);
  const program = path.join(folder, 'bin', 'moto_server');
  const ready = path.join(folder, 'ready');
  if (fs.existsSync(ready)) return program;
  // Virtual environments can’t be moved: one that was not finished is made again where it is.
  fs.rmSync(folder, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
  execFileSync(path.join(folder, 'bin', 'pip'), ['install', '--quiet', `moto[server]==${VERSION}`], { stdio: 'pipe' });
  fs.writeFileSync(ready, '');
  return program;
}

/** Starts moto on loopback. */
export async function startMoto(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(motoProgram(), ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const stop = () => {
    child.kill('SIGKILL');
  };
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}`);
    try {
      if ((await fetch(`${url}/moto-api/data.json`)).ok) return { url, stop };
    } catch {
      // Not yet.
    }
    await sleep(100);
  }
  stop();
  throw new Error('moto did not come up');
}
