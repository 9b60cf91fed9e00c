import { known, unknown } from '../known';
import { find, toMap } from './chain';
import type { State } from './config';
import { DEFAULT_PATH, lookupIn } from './scope';
import { BASE_PATH, HOLE } from './substitute';
import type { ImageConfig, Setting } from './types';

/** The view of a state that the rest of the linter works with. */
export function toConfig(state: State): ImageConfig {
  return new Config(state);
}

// A class: there is one for each instruction that is looked at, and most of what it can tell is never asked for.
class Config implements ImageConfig {
  readonly entrypoint: ImageConfig['entrypoint'];
  readonly cmd: ImageConfig['cmd'];
  readonly envComplete: boolean;
  readonly labelsComplete: boolean;
  readonly workdir: ImageConfig['workdir'];
  readonly user: ImageConfig['user'];
  readonly exposed: ImageConfig['exposed'];
  readonly volumes: ImageConfig['volumes'];
  readonly shell: ImageConfig['shell'];
  readonly stopSignal: ImageConfig['stopSignal'];
  readonly healthcheck: ImageConfig['healthcheck'];
  private envMap: ImageConfig['env'] | undefined;
  private labelsMap: ImageConfig['labels'] | undefined;
  private pathSetting: ImageConfig['path'] | undefined;
  private surely: readonly string[] | undefined;

  constructor(private readonly state: State) {
    this.entrypoint = state.entrypoint;
    this.cmd = state.cmd;
    this.envComplete = state.envComplete;
    this.labelsComplete = state.labelsComplete;
    this.workdir = state.workdir;
    this.user = state.user;
    this.exposed = state.exposed;
    this.volumes = state.volumes;
    this.shell = state.shell;
    this.stopSignal = state.stopSignal;
    this.healthcheck = state.healthcheck;
  }

  get env(): ImageConfig['env'] {
    return (this.envMap ??= toMap(this.state.env));
  }

  get labels(): ImageConfig['labels'] {
    return (this.labelsMap ??= toMap(this.state.labels));
  }

  get path(): ImageConfig['path'] {
    return (this.pathSetting ??= pathOf(this.state, find(this.state.env, 'PATH')));
  }

  get surePath(): readonly string[] {
    return (this.surely ??= surelyOnPath(lookupIn(this.state.scope)('PATH').value.text));
  }
}

function pathOf(state: State, setting: Setting<string> | undefined): Setting<readonly string[]> {
  if (setting !== undefined) {
    const { value, origin } = setting;
    return { value: value.known ? known(directories(value.value)) : value, origin };
  }
  const { why } = lookupIn(state.scope)('PATH').value;
  return { value: unknown(why ?? 'the PATH of the base image is not known'), origin: state.baseOrigin };
}

/** Directories without an unknown part; an unknown base image is taken to have the usual ones on PATH. */
function surelyOnPath(path: string): string[] {
  const spelled = path.replaceAll(BASE_PATH, DEFAULT_PATH);
  return directories(spelled).filter((directory) => !directory.includes(HOLE));
}

function directories(path: string): string[] {
  return path.split(':').filter((directory) => directory !== '');
}
