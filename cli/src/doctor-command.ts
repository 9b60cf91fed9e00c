import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HOST_PLATFORM } from '../../contract/architecture';
import type { Capabilities } from '../../engine/src/docker/capabilities';
import { loadEngine } from './engine';
import type { Engine } from './engine';
import { size } from './progress';
import { oneOf, readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';
import { isUserError } from './user-error';

interface Finding {
  readonly name: 'engine' | 'builds' | 'gpu' | 'platforms' | 'aws';
  readonly ok: boolean;
  readonly text: string;
  readonly remedy: string | undefined;
}

/** `doctor`: what of this machine's is found. 1 when containers can't run here. */
export async function doctorCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['format']);
  const format = oneOf(options.text('format') ?? 'text', ['text', 'json'], '--format');
  if (options.positionals.length > 0) throw new UsageError('doctor takes no names.');
  const findings = [...(await ofEngine(await loadEngine(), terminal)), ofAws(terminal.env)];
  if (format === 'json') terminal.write(`${JSON.stringify(findings, null, 2)}\n`);
  else {
    for (const { name, ok, text, remedy } of findings) {
      terminal.write(`${ok ? 'ok' : '--'}  ${name.padEnd(9)}  ${text}\n`);
      if (remedy !== undefined) terminal.write(`${' '.repeat(15)}${remedy}\n`);
    }
  }
  return findings.every((it) => it.name !== 'engine' || it.ok) ? 0 : 1;
}

async function ofEngine(engine: Engine, terminal: Terminal): Promise<readonly Finding[]> {
  try {
    const docker = await engine.connectEngine(terminal.interruption());
    try {
      const found = await engine.capabilitiesOf(docker);
      return [engineFinding(found, docker.foundBy), buildFinding(found), gpuFinding(found), platformFinding(found)];
    } finally {
      docker.close();
    }
  } catch (error) {
    if (!isUserError(error)) throw error;
    return [{ name: 'engine', ok: false, text: error.message, remedy: error.remedy }];
  }
}

function engineFinding(found: Capabilities, foundBy: string): Finding {
  const parts = [
    `${found.podman ? 'Podman' : 'Docker'} ${found.serverVersion ?? ''}`.trim(),
    found.operatingSystem,
    found.platform,
    found.cpus === undefined ? undefined : `${found.cpus} CPUs`,
    found.memory === undefined ? undefined : size(found.memory),
    found.rootless ? 'rootless' : undefined,
    `found by ${foundBy}`,
  ];
  return { name: 'engine', ok: true, text: parts.filter((it) => it !== undefined).join(', '), remedy: undefined };
}

function buildFinding({ buildKit }: Capabilities): Finding {
  return buildKit
    ? { name: 'builds', ok: true, text: 'BuildKit', remedy: undefined }
    : {
        name: 'builds',
        ok: false,
        text: 'no BuildKit: the classic builder is used, which has no secrets and no mounts of RUN',
        remedy: 'Docker 23 or later brings BuildKit.',
      };
}

function gpuFinding(found: Capabilities): Finding {
  if (found.nvidiaRuntime)
    return { name: 'gpu', ok: true, text: 'the nvidia runtime is registered', remedy: undefined };
  const devices = found.cdiDevices.filter((it) => it.includes('gpu'));
  if (devices.length > 0) return { name: 'gpu', ok: true, text: `by CDI: ${devices.join(', ')}`, remedy: undefined };
  return {
    name: 'gpu',
    ok: false,
    text: 'the engine knows no GPU: jobs run on the CPU, with --gpus none where they ask for one',
    remedy: 'For a GPU of NVIDIA: install the NVIDIA Container Toolkit, then `nvidia-ctk runtime configure`.',
  };
}

function platformFinding(found: Capabilities): Finding {
  const wanted = HOST_PLATFORM.value;
  if (found.platform === wanted) {
    return { name: 'platforms', ok: true, text: `${wanted}, as SageMaker's hosts, runs as it is`, remedy: undefined };
  }
  if (found.desktop) {
    const text = `${wanted}, as SageMaker's hosts, is emulated by Docker Desktop: slower`;
    return { name: 'platforms', ok: true, text, remedy: undefined };
  }
  const emulated = existsSync('/proc/sys/fs/binfmt_misc/qemu-x86_64');
  return emulated
    ? { name: 'platforms', ok: true, text: `${wanted}, as SageMaker's hosts, is emulated: slower`, remedy: undefined }
    : {
        name: 'platforms',
        ok: false,
        text: `the engine runs ${found.platform}; no emulation of ${wanted} is seen from here`,
        remedy: 'Install it: docker run --privileged --rm tonistiigi/binfmt --install amd64',
      };
}

/** Whether there are any, and where; what they are is nobody's business. */
function ofAws(env: Terminal['env']): Finding {
  const has = (name: string): boolean => (env[name] ?? '') !== '';
  const file = (variable: string, name: string): string => env[variable] ?? join(homedir(), '.aws', name);
  const places = [
    has('AWS_ACCESS_KEY_ID') && has('AWS_SECRET_ACCESS_KEY') ? 'in the environment' : undefined,
    has('AWS_WEB_IDENTITY_TOKEN_FILE') ? 'by web identity' : undefined,
    has('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') || has('AWS_CONTAINER_CREDENTIALS_FULL_URI')
      ? 'of the container'
      : undefined,
    existsSync(file('AWS_SHARED_CREDENTIALS_FILE', 'credentials')) ? 'in the credentials file' : undefined,
    existsSync(file('AWS_CONFIG_FILE', 'config')) ? 'in the config file' : undefined,
  ].filter((it) => it !== undefined);
  if (places.length > 0) {
    return {
      name: 'aws',
      ok: true,
      text: `credentials may be ${places.join(', ')}; they were not tried`,
      remedy: undefined,
    };
  }
  return { name: 'aws', ok: false, text: 'no AWS credentials: not needed for what runs here', remedy: undefined };
}
