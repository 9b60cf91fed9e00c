import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import { errorCode } from './error-code';
import type { Owner } from './labels';

/** Whether a process of before still lives. Of other machines and of other process tables nothing can be said. */
export type OwnerState = 'alive' | 'dead' | 'unknown';

/** What this system says about a process. */
export interface Processes {
  readonly machine: string;
  /** Empty where the system says nothing; undefined: there is no such process. */
  started(pid: number): Promise<string | undefined>;
}

/** This process, as the owner of what it makes in the engine. */
export async function thisOwner(window: string, processes = localProcesses()): Promise<Owner> {
  return {
    pid: process.pid,
    started: (await processes.started(process.pid)) ?? '',
    machine: processes.machine,
    window,
  };
}

/**
 * A process is its pid and its start. On Linux the start begins with the boot and the process table (WSL
 * distributions and containers have their own, maybe under one host name): after another boot everybody is dead, in
 * another table nobody can be seen.
 */
export async function ownerState(owner: Owner, processes: Processes): Promise<OwnerState> {
  if (owner.machine !== processes.machine) return 'unknown';
  const [boot, table] = owner.started.split('/');
  const [bootNow, tableNow] = ((await processes.started(process.pid)) ?? '').split('/');
  if (table !== undefined && tableNow !== undefined) {
    if (boot !== bootNow) return 'dead';
    if (table !== tableNow) return 'unknown';
  }
  const now = await processes.started(owner.pid);
  if (now === undefined) return 'dead';
  return now === '' || owner.started === '' || now === owner.started ? 'alive' : 'dead';
}

export function localProcesses(): Processes {
  return { machine: `${os.hostname()}/${process.platform}`, started };
}

async function started(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return startedOnLinux(pid);
  if (!exists(pid)) return undefined;
  return process.platform === 'darwin' ? startedByPs(pid) : '';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

async function startedOnLinux(pid: number): Promise<string | undefined> {
  try {
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8');
    // The program’s name, in parentheses, may hold spaces: fields are counted after it. Field 3 is the state, 22 the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const boot = (await fs.readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const table = (await fs.readlink('/proc/self/ns/pid')).replace(/\D/g, '');
    return `${boot}/${table}/${fields[19] ?? ''}`;
  } catch {
    return exists(pid) ? '' : undefined;
  }
}

function startedByPs(pid: number): Promise<string> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'lstart=', '-p', String(pid)], { timeout: 5_000, env: { LC_ALL: 'C' } }, (error, stdout) => {
      resolve(error === null ? stdout.trim().replace(/\s+/g, ' ') : '');
    });
  });
}
