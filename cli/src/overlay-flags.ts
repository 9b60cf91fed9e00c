import { isAbsolute, resolve } from 'node:path';
import type { Overlay } from '../../engine/src/requests/types';
import type { Engine } from './engine';
import type { OptionName, Options } from './read-options';
import { UsageError } from './usage';

/** Options that say what an overlay says; they win over it. */
export const OVERLAY_OPTIONS = [
  'gpus',
  'shm-size',
  'env',
  'env-from',
  'port',
  'mount',
  'user',
  'network',
  'platform',
  'cpus',
  'memory',
] as const satisfies readonly OptionName[];

/** The overlay with what the options say, and with its env file read. Paths of options are relative to `cwd`. */
export function withFlags(engine: Engine, overlay: Overlay, folder: string, options: Options, cwd: string): Overlay {
  const flags = flagsOf(options, cwd);
  const checked = engine.parseOverlay(JSON.stringify(flags));
  const [problem] = checked.problems;
  if (problem !== undefined) throw new UsageError(problem.message);
  const given = Object.keys(flags);
  const chosen = Object.fromEntries(Object.entries(checked.overlay).filter(([name]) => given.includes(name)));
  const file = options.text('env-from');
  const fromFile = file === undefined ? overlay.envFile && resolve(folder, overlay.envFile) : resolve(cwd, file);
  return {
    ...overlay,
    ...chosen,
    envFile: undefined,
    env: { ...(fromFile === undefined ? {} : envFile(engine, fromFile)), ...overlay.env, ...checked.overlay.env },
    ports: [...overlay.ports, ...checked.overlay.ports],
    mounts: [...overlay.mounts, ...checked.overlay.mounts],
  };
}

function flagsOf(options: Options, cwd: string): Readonly<Record<string, unknown>> {
  const gpus = options.text('gpus');
  const flags = {
    gpus: gpus === undefined ? undefined : readGpus(gpus),
    shmSize: options.text('shm-size'),
    env: Object.fromEntries(options.pairs('env')),
    ports: options.list('port'),
    mounts: options.list('mount').map((it) => (isAbsolute(it) || /^[A-Za-z]:[\\/]/.test(it) ? it : `${cwd}/${it}`)),
    user: options.text('user'),
    network: options.text('network'),
    platform: options.text('platform'),
    cpus: numberOf(options.text('cpus')),
    memory: options.text('memory'),
  };
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}

/** `none`, `all`, `auto`, a count, or `device=0,1` as docker has it. */
function readGpus(text: string): string | number | readonly string[] {
  if (text.startsWith('device=')) return text.slice('device='.length).split(',');
  return /^\d+$/.test(text) ? Number(text) : text;
}

function numberOf(text: string | undefined): number | string | undefined {
  return text === undefined || Number.isNaN(Number(text)) ? text : Number(text);
}

function envFile(engine: Engine, path: string): Readonly<Record<string, string>> {
  try {
    return engine.readEnvFile(path);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
