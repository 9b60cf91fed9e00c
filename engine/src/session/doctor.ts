import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HOST_PLATFORM } from '../../../contract/architecture';
import { capabilitiesOf } from '../docker/capabilities';
import type { Capabilities } from '../docker/capabilities';
import { connectEngine, surroundings } from '../docker/connect';
import type { Surroundings } from '../docker/engine-address';
import { UserError } from '../user-error';
import { hostOfSetting } from './setting-host';

/** What is looked at, in the order in which it is told. */
export type MachinePart = 'engine' | 'builds' | 'gpu' | 'platforms' | 'aws';

/** `limited`: containers run, but not all that SageMaker does can be had. `missing`: no container runs. */
export type MachineState = 'ok' | 'limited' | 'missing';

/** One thing of this machine that containers need, or could use. */
export interface MachineFinding {
  readonly what: MachinePart;
  readonly state: MachineState;
  /** What was found, as part of a sentence. */
  readonly text: string;
  /** What can be done; undefined: nothing, or nothing has to be. */
  readonly remedy: string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

const GIGABYTE = 1e9;

/**
 * What of this machine's is found: the Docker Engine (asked anew each time), what it can do, and whether AWS credentials
 * are about. These are neither read nor tried. `env`: with `DOCKER_HOST`, and AWS's own variables. `dockerHost`: the
 * editor's setting, which goes before it.
 */
export async function examineMachine(
  env: Env,
  signal?: AbortSignal,
  dockerHost?: string,
): Promise<readonly MachineFinding[]> {
  return [...(await engineFindings(surroundings(env, hostOfSetting(dockerHost)), signal)), awsFinding(env)];
}

async function engineFindings(here: Surroundings, signal: AbortSignal | undefined): Promise<readonly MachineFinding[]> {
  try {
    const docker = await connectEngine(signal, here);
    try {
      const emulated = existsSync('/proc/sys/fs/binfmt_misc/qemu-x86_64');
      return findingsOf(await capabilitiesOf(docker), docker.foundBy, emulated);
    } finally {
      docker.close();
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ what: 'engine', state: 'missing', text: error.message, remedy: error.remedy }];
  }
}

/** What an engine's abilities mean for containers of SageMaker. `emulated`: this machine runs amd64 by QEMU. */
export function findingsOf(found: Capabilities, foundBy: string, emulated: boolean): readonly MachineFinding[] {
  return [engineFinding(found, foundBy), buildFinding(found), gpuFinding(found), platformFinding(found, emulated)];
}

function engineFinding(found: Capabilities, foundBy: string): MachineFinding {
  const parts = [
    `${found.podman ? 'Podman' : 'Docker'} ${found.serverVersion ?? ''}`.trim(),
    found.operatingSystem,
    found.platform,
    found.cpus === undefined ? undefined : `${found.cpus} CPUs`,
    found.memory === undefined ? undefined : `${(found.memory / GIGABYTE).toFixed(1)} GB`,
    found.rootless ? 'rootless' : undefined,
    `found by ${foundBy}`,
  ];
  return ok('engine', parts.filter((it) => it !== undefined).join(', '));
}

function buildFinding({ buildKit }: Capabilities): MachineFinding {
  if (buildKit) return ok('builds', 'BuildKit');
  const text = 'no BuildKit: the classic builder is used, which has no secrets and no mounts of RUN';
  return { what: 'builds', state: 'limited', text, remedy: 'Docker 23 or later brings BuildKit.' };
}

function gpuFinding(found: Capabilities): MachineFinding {
  if (found.nvidiaRuntime) return ok('gpu', 'the nvidia runtime is registered');
  const devices = found.cdiDevices.filter((it) => it.includes('gpu'));
  if (devices.length > 0) return ok('gpu', `by CDI: ${devices.join(', ')}`);
  return {
    what: 'gpu',
    state: 'limited',
    text: 'the engine knows no GPU: jobs run on the CPU, with `"gpus": "none"` in the overlay where they ask for one',
    remedy: 'For a GPU of NVIDIA: install the NVIDIA Container Toolkit, then `nvidia-ctk runtime configure`.',
  };
}

function platformFinding(found: Capabilities, emulated: boolean): MachineFinding {
  const wanted = HOST_PLATFORM.value;
  if (found.platform === wanted) return ok('platforms', `${wanted}, as SageMaker’s hosts, runs as it is`);
  if (found.desktop) return ok('platforms', `${wanted}, as SageMaker’s hosts, is emulated by Docker Desktop: slower`);
  if (emulated) return ok('platforms', `${wanted}, as SageMaker’s hosts, is emulated: slower`);
  return {
    what: 'platforms',
    state: 'limited',
    text: `the engine runs ${found.platform}; no emulation of ${wanted} is seen from here`,
    remedy: 'Install it: `docker run --privileged --rm tonistiigi/binfmt --install amd64`',
  };
}

/** Whether there are any, and where; what they are is nobody's business. */
function awsFinding(env: Env): MachineFinding {
  const has = (name: string): boolean => (env[name] ?? '') !== '';
  const isThere = (variable: string, name: string): boolean =>
    existsSync(env[variable] ?? join(homedir(), '.aws', name));
  const places = [
    has('AWS_ACCESS_KEY_ID') && has('AWS_SECRET_ACCESS_KEY') ? 'in the environment' : undefined,
    has('AWS_WEB_IDENTITY_TOKEN_FILE') ? 'by web identity' : undefined,
    has('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') || has('AWS_CONTAINER_CREDENTIALS_FULL_URI')
      ? 'of the container'
      : undefined,
    isThere('AWS_SHARED_CREDENTIALS_FILE', 'credentials') ? 'in the credentials file' : undefined,
    isThere('AWS_CONFIG_FILE', 'config') ? 'in the config file' : undefined,
  ].filter((it) => it !== undefined);
  if (places.length > 0) return ok('aws', `credentials may be ${places.join(', ')}; they were not tried`);
  return {
    what: 'aws',
    state: 'limited',
    text: 'no AWS credentials: not needed for what runs here',
    remedy: undefined,
  };
}

function ok(what: MachinePart, text: string): MachineFinding {
  return { what, state: 'ok', text, remedy: undefined };
}
