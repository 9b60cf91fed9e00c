import type { Base } from '../../../contract/bases-data/base';
import { baseName } from './paths';

/** Whether `echo` makes line ends of `\n`: dash does, bash and BusyBox do only with `-e`. Undefined: not known. */
export type EchoStyle = 'interprets' | 'literal' | undefined;

/** How the shell of RUN echoes; `shell` as SHELL has it. */
export function echoStyle(shell: readonly string[], os: Base['os'] | undefined): EchoStyle {
  const name = baseName(shell[0] ?? '');
  if (name === 'dash') return 'interprets';
  if (name === 'bash' || shell.slice(1).some((it) => baseName(it) === 'bash')) return 'literal';
  if (name !== 'sh' || shell.length !== 2) return undefined;
  // `/bin/sh` is dash on Debian, BusyBox on Alpine, bash on what comes from Red Hat.
  if (os === 'debian' || os === 'ubuntu') return 'interprets';
  return os === 'alpine' || os === 'amazon' || os === 'rhel' ? 'literal' : undefined;
}
