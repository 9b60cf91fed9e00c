import { homedir, platform } from 'node:os';
import { dirname, join } from 'node:path';
import type { DockerEngine } from '../../engine/src/docker/engine';
import type { Planner } from '../../engine/src/local/options';
import type { Owner } from '../../engine/src/docker/labels';
import type { Engine } from './engine';
import { buildReporter } from './progress';
import type { Progress } from './progress';
import type { Job } from './read-job';
import { LOCAL_ACCOUNT, regionOf } from './read-job';
import { dockerConfig, registryCredentials } from './registry-credentials';
import type { Terminal } from './terminal';
import { isUserError } from './user-error';

/** The window of all jobs that were begun in a terminal. */
const TERMINAL = 'terminal';

/** SageMaker on this machine, for one command. */
export interface Local {
  readonly sagemaker: InstanceType<Engine['LocalSageMaker']>;
  /** Ends what this process started, and closes what it opened. */
  close(): Promise<void>;
}

/** Where jobs, logs and artefacts are kept. */
export function storageFolder(env: Terminal['env']): string {
  const own = env['SAGEMAKER_CONTAINERS_HOME'];
  if (own !== undefined && own !== '') return own;
  const data = env['XDG_DATA_HOME'];
  if (data !== undefined && data !== '') return join(data, 'sagemaker-containers');
  const windows = env['LOCALAPPDATA'];
  if (platform() === 'win32' && windows !== undefined) return join(windows, 'sagemaker-containers');
  return join(homedir(), '.local', 'share', 'sagemaker-containers');
}

/** Opens it; the engine is looked for when it is first needed. `job`: what its plans need, when something is to run. */
export async function openLocal(
  engine: Engine,
  job: Job | undefined,
  progress: Progress,
  terminal: Terminal,
): Promise<Local> {
  const signal = terminal.interruption();
  const owner = await engine.thisOwner(TERMINAL);
  let docker: Promise<DockerEngine> | undefined;
  const connect = (): Promise<DockerEngine> => (docker ??= connected(engine));
  const sagemaker = new engine.LocalSageMaker({
    storage: storageFolder(terminal.env),
    engine: connect,
    planner: plannerOf(engine, job, terminal),
    owner,
    isDead: (other) => isDeadTerminal(engine, other),
    build: async (image, _note, stop) => {
      if (image.build === undefined) return;
      const { socket } = await connect();
      const { dockerfile, context = dirname(dockerfile), target, buildArguments } = image.build;
      await engine.buildImage(
        socket,
        {
          contextDir: context,
          dockerfile,
          tag: image.local,
          target,
          buildArguments,
          platform: image.platform,
          auth: registryCredentials(engine, stop),
        },
        { signal: stop, onEvent: buildReporter(progress) },
      );
    },
    login: (image) => {
      progress.line(`Pulling ${image}.`);
      return engine.registryLogin(engine.registryOf(image), dockerConfig(), undefined, signal);
    },
    ...hostUser(),
  });
  return {
    sagemaker,
    close: async () => {
      progress.end();
      await sagemaker.close();
      const opened = await docker?.catch(() => undefined);
      if (opened === undefined) return;
      await engine.reapOwn(opened, owner);
      opened.close();
    },
  };
}

/** What terminals that died left behind is ended before something new begins. */
async function connected(engine: Engine): Promise<DockerEngine> {
  const docker = await engine.connectEngine();
  await engine.reap(docker, (labels) => labels[engine.WINDOW_LABEL] !== TERMINAL);
  return docker;
}

/** Jobs of editors are taken up by them when they are back; those of a terminal by nobody. */
async function isDeadTerminal(engine: Engine, owner: Owner): Promise<boolean> {
  return owner.window === TERMINAL && (await engine.ownerState(owner, engine.localProcesses())) === 'dead';
}

function hostUser(): { hostUser?: string } {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  return uid === undefined || gid === undefined ? {} : { hostUser: `${uid}:${gid}` };
}

function plannerOf(engine: Engine, job: Job | undefined, terminal: Terminal): Planner {
  const context = job?.context ?? { folder: terminal.cwd, account: LOCAL_ACCOUNT, region: regionOf(terminal.env) };
  const placed = { overlay: job?.overlay ?? engine.DEFAULT_OVERLAY, folder: context.folder };
  return engine.overlayPlanner(() => placed, context.account, context.region);
}

/** Answers undefined when there is nothing of that name; other errors stay errors. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isUserError(error) && error.name === 'ValidationException') return undefined;
    throw error;
  }
}
