import { EngineError } from './engine';

const RLIMITS: Readonly<Record<string, string>> = { '7': 'nofile', '8': 'memlock', '3': 'stack', '6': 'nproc' };

/** The limit that the engine may not raise, if that is why a container can’t be started. */
export function refusedLimit(error: unknown): string | undefined {
  if (!(error instanceof EngineError)) return undefined;
  if (!/error setting rlimit.*operation not permitted/.test(error.message)) return undefined;
  const type = /rlimit type (\w+)/.exec(error.message)?.[1] ?? '';
  return RLIMITS[type] ?? `rlimit ${type}`;
}
