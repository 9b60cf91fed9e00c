import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';

/** Debian’s docker-registry, unpacked without being installed, kept for the next time. */
function registryProgram(): string {
  const folder = path.join(os.tmpdir(), 'sm-test-registry');
  const program = path.join(folder, 'unpacked', 'usr', 'bin', 'docker-registry');
  if (fs.existsSync(program)) return program;
  fs.mkdirSync(folder, { recursive: true });
  execFileSync('apt-get', ['download', '-qq', 'docker-registry'], { cwd: folder, stdio: 'pipe' });
  const deb = fs.readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (deb === undefined) throw new Error('docker-registry could not be fetched');
  const fresh = path.join(folder, `fresh-${process.pid}`);
  execFileSync('dpkg', ['-x', path.join(folder, deb), fresh]);
  fs.renameSync(fresh, path.join(folder, 'unpacked'));
  return program;
}

/** A registry on loopback (which Docker speaks plain http to) that lets in `AWS` with the password `secret`. */
export async function startRegistry(): Promise<{ readonly host: string; stop(): Promise<void> }> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  // bcrypt of “secret”.
  const hash = execFileSync('python3', [
    '-W',
    'ignore',
    '-c',
    'import crypt; print("AWS:" + crypt.crypt("secret", crypt.mksalt(crypt.METHOD_BLOWFISH)))',
  ]);
  fs.writeFileSync(path.join(home, 'htpasswd'), hash);
  const config = {
    version: '0.1',
    storage: { filesystem: { rootdirectory: path.join(home, 'data') } },
    http: { addr: host },
    auth: { htpasswd: { realm: 'test', path: path.join(home, 'htpasswd') } },
  };
  // YAML takes JSON.
  fs.writeFileSync(path.join(home, 'config.yml'), JSON.stringify(config));
  const child = spawn(registryProgram(), ['serve', path.join(home, 'config.yml')], { stdio: 'ignore' });
  const stop = async () => {
    child.kill('SIGKILL');
    await fs.promises.rm(home, { recursive: true, force: true });
  };
  for (let waited = 0; waited < 10_000; waited += 50) {
    try {
      if ((await fetch(`http://${host}/v2/`)).status === 401) return { host, stop };
    } catch {
      // Not yet.
    }
    await sleep(50);
  }
  await stop();
  throw new Error('the registry did not come up');
}
