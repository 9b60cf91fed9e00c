import type { ContainerCreateOptions, DockerEngine, Labels, OpenExec } from '../docker/engine';
import { UserError } from '../user-error';
import type { Fifos, FifoWriter } from './pipe-feed';
import type { PipePlace } from './pipe-place';
import { volumeMount } from './volumes';
import type { Volumes } from './volumes';

/** What a helper container is made of. */
export interface Helper {
  readonly image: string;
  readonly labels: Labels;
  /** Tells the hosts' volumes apart. */
  readonly host: string;
}

/**
 * Pipes in a volume, for an engine in a virtual machine or on another computer. A helper container of the job's own image,
 * which is there already, writes to them what it gets through the engine's connection: it needs `sh`, `cat` and `mkfifo`
 * of the image.
 */
export async function pipesInEngine(
  engine: DockerEngine,
  volumes: Volumes,
  parents: readonly string[],
  helper: Helper,
  signal: AbortSignal,
): Promise<PipePlace> {
  const mounts = [];
  for (const parent of parents) {
    mounts.push(volumeMount(await volumes.get(`${helper.host}/pipes${parent}`, false), parent, false));
  }
  const options: ContainerCreateOptions = {
    Image: helper.image,
    // Waits for an input that never comes, until it is removed.
    Entrypoint: ['cat'],
    Cmd: [],
    OpenStdin: true,
    User: '0',
    Labels: { ...helper.labels },
    HostConfig: { Mounts: mounts, NetworkMode: 'none' },
  };
  const { id } = await engine.containers.create(options, signal);
  try {
    await engine.containers.start(id, signal);
  } catch (error) {
    await engine.containers.remove(id);
    throw lacksShell(helper.image, error);
  }
  return {
    fifos: fifosIn(engine, id, helper.image),
    mounts,
    path: (target) => target,
    check: () => Promise.resolve(),
    end: () => engine.containers.remove(id),
  };
}

/** The pipe is held open for writing by the shell, which says so once somebody reads. */
const WRITE = 'exec 3> "$0"; echo; exec cat >&3';

function fifosIn(engine: DockerEngine, id: string, image: string): Fifos {
  const { containers } = engine;
  return {
    make: async (path) => {
      const { exitCode, stderr } = await containers.exec(id, { command: ['mkfifo', '-m', '666', path] });
      if (exitCode !== 0) throw lacksShell(image, stderr.toString().trim());
    },
    opened: async (path, signal) => writer(await containers.openExec(id, ['sh', '-c', WRITE, path], signal)),
    remove: async (path) => {
      await containers.exec(id, { command: ['rm', '-f', path] });
    },
  };
}

async function writer({ input, output }: OpenExec): Promise<FifoWriter> {
  // A broken connection shows as the end of the output.
  input.on('error', () => undefined);
  const said = output[Symbol.asyncIterator]();
  const first = await said.next();
  if (first.done === true) throw new Error('the container that writes to a pipe ended before anybody read');
  const state = { over: false, wake: (): void => undefined };
  const ended = rest(said).then(() => {
    state.over = true;
    state.wake();
  });
  return {
    write: (chunk) =>
      new Promise((resolve) => {
        state.wake = () => {
          resolve(false);
        };
        if (state.over) resolve(false);
        else
          input.write(chunk, (error) => {
            resolve(error === undefined || error === null);
          });
      }),
    close: async () => {
      input.end();
      await ended;
    },
  };
}

/** Ends with the command, or with the connection to it. */
async function rest(said: AsyncIterator<unknown>): Promise<void> {
  try {
    while ((await said.next()).done !== true);
  } catch {
    // The next pipe can't be made then, which says why.
  }
}

function lacksShell(image: string, cause: unknown): UserError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new UserError(
    `This Docker Engine runs in a virtual machine or on another computer. Channels in Pipe mode are then fed by a second container of the image “${image}”, and that can’t be done: ${words}`,
    'The image needs sh, cat, rm and mkfifo for it. Or set the input mode to FastFile for the run on this machine; at AWS, Pipe mode works without them.',
    { cause },
  );
}
