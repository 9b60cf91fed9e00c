import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pack } from 'tar-stream';
import type { Pack } from 'tar-stream';
import type { DockerEngine } from '../../../engine/src/docker/engine';

/** A 2 MB image: a static busybox of Debian, `train` and `serve` as SageMaker starts them. */
export const TINY_IMAGE = 'sm-test-tiny:1';

/** Makes the image once; it costs a second. */
export async function makeTinyImage(engine: DockerEngine): Promise<void> {
  if ((await engine.images.inspect(TINY_IMAGE)) !== undefined) return;
  const busybox = busyboxProgram();
  const archive = pack();
  for (const folder of ['bin', 'etc', 'root', 'opt', 'opt/program', 'opt/ml']) directory(archive, folder, 0o755);
  directory(archive, 'tmp', 0o1777);
  file(archive, 'bin/busybox', fs.readFileSync(busybox), 0o755);
  for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n')) {
    if (applet !== 'busybox') archive.entry({ name: `bin/${applet}`, type: 'symlink', linkname: '/bin/busybox' });
  }
  file(archive, 'etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n', 0o644);
  file(archive, 'etc/group', 'root:x:0:\n', 0o644);
  for (const name of ['train', 'serve', 'handler']) {
    file(archive, `opt/program/${name}`, fs.readFileSync(path.join(import.meta.dirname, 'tiny', `${name}.sh`)), 0o755);
  }
  file(archive, 'opt/program/not-executable', '#!/bin/sh\n', 0o644);
  file(archive, 'opt/program/no-interpreter', '#!/bin/nosuch\n', 0o755);
  file(archive, 'opt/program/no-shebang', 'echo hello\n', 0o755);
  file(archive, 'opt/program/windows-lines', '#!/bin/sh\r\necho hello\r\n', 0o755);
  archive.finalize();
  const changes = ['ENV PATH=/opt/program:/bin', 'WORKDIR /opt/program', 'LABEL sm.test=1'];
  await engine.images.import(archive, TINY_IMAGE, changes);
}

function directory(archive: Pack, name: string, mode: number): void {
  archive.entry({ name: `${name}/`, type: 'directory', mode });
}

function file(archive: Pack, name: string, content: string | Buffer, mode: number): void {
  archive.entry({ name, mode }, content);
}

/** Debian’s busybox-static, unpacked without being installed, kept for the next time. */
export function busyboxProgram(): string {
  const folder = path.join(os.tmpdir(), 'sm-test-busybox');
  const program = path.join(folder, 'bin', 'busybox');
  if (fs.existsSync(program)) return program;
  fs.mkdirSync(folder, { recursive: true });
  execFileSync('apt-get', ['download', '-qq', 'busybox-static'], { cwd: folder, stdio: 'pipe' });
  const deb = fs.readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (deb === undefined) throw new Error('busybox-static could not be fetched');
  const unpacked = path.join(folder, `unpacked-${process.pid}`);
  execFileSync('dpkg', ['-x', path.join(folder, deb), unpacked]);
  const found = ['bin/busybox', 'usr/bin/busybox']
    .map((one) => path.join(unpacked, one))
    .find((one) => fs.existsSync(one));
  if (found === undefined) throw new Error('busybox-static has no busybox');
  fs.mkdirSync(path.dirname(program), { recursive: true });
  fs.renameSync(found, program);
  fs.rmSync(unpacked, { recursive: true });
  return program;
}
