import { release } from 'node:os';
import type { Readable } from 'node:stream';
import { capabilitiesOf } from '../docker/capabilities';
import type { DockerEngine } from '../docker/engine';
import { UserError } from '../user-error';
import { eachEntry } from './pack';

/**
 * Whether named pipes of this machine reach a container: they are the kernel's, so the engine has to run on the same one,
 * and not in a virtual machine or elsewhere.
 */
export async function sharesPipes(engine: DockerEngine, signal: AbortSignal): Promise<boolean> {
  if (process.platform !== 'linux' || !('socketPath' in engine.socket)) return false;
  const [{ desktop }, { KernelVersion }] = await Promise.all([capabilitiesOf(engine), engine.info(signal)]);
  return !desktop && (KernelVersion === undefined || KernelVersion === '' || KernelVersion === release());
}

/** Throws when the container, which is made but not started, doesn't see the pipe: the engine has another file system. */
export async function assertSeesPipe(
  engine: DockerEngine,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const archive = await engine.containers.getArchive(id, path, signal).catch(() => undefined);
  if (archive !== undefined && (await holdsPipe(archive))) return;
  throw new UserError(
    `The named pipe ${path} of this machine does not reach the container: the Docker Engine has other files than this process, as in a dev container that uses the engine of its host.`,
    'Run the job where the engine runs, or set the input mode to FastFile for the run on this machine.',
  );
}

async function holdsPipe(archive: Readable): Promise<boolean> {
  let found = false;
  await eachEntry(archive, ({ header }) => {
    found ||= header.type === 'fifo';
    return Promise.resolve();
  });
  return found;
}
