import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { labelsFor, ownerOf, OWNER_PID_LABEL } from '../../../../engine/src/docker/labels';
import { localProcesses, ownerState, thisOwner } from '../../../../engine/src/docker/owner';
import type { Processes } from '../../../../engine/src/docker/owner';

const OWNER = { pid: 7, started: 'boot/table/100', machine: 'here/linux', window: 'w' };

function processes(all: Record<number, string>, machine = 'here/linux'): Processes {
  return { machine, started: (pid) => Promise.resolve(all[pid]) };
}

describe('ownerState', () => {
  const me = process.pid;

  it('knows the living and the dead', async () => {
    expect(await ownerState(OWNER, processes({ [me]: 'boot/table/1', 7: 'boot/table/100' }))).toBe('alive');
    expect(await ownerState(OWNER, processes({ [me]: 'boot/table/1' }))).toBe('dead');
  });

  it('takes another process under the same number for dead', async () => {
    expect(await ownerState(OWNER, processes({ [me]: 'boot/table/1', 7: 'boot/table/200' }))).toBe('dead');
  });

  it('takes everybody for dead after another boot', async () => {
    expect(await ownerState(OWNER, processes({ [me]: 'boot2/table/1', 7: 'boot/table/100' }))).toBe('dead');
  });

  it('knows nothing of other machines and other process tables', async () => {
    expect(await ownerState(OWNER, processes({ [me]: 'boot/table/1' }, 'there/linux'))).toBe('unknown');
    expect(await ownerState(OWNER, processes({ [me]: 'boot/table2/1' }))).toBe('unknown');
  });

  it('makes do with the number where the system says no more', async () => {
    const owner = { ...OWNER, started: '' };
    expect(await ownerState(owner, processes({ [me]: '', 7: '' }))).toBe('alive');
    expect(await ownerState(owner, processes({ [me]: '' }))).toBe('dead');
  });

  it('works on this machine', async () => {
    const here = localProcesses();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const pid = child.pid ?? 0;
    const owner = { ...(await thisOwner('w')), pid, started: (await here.started(pid)) ?? '' };
    expect(await ownerState(owner, here)).toBe('alive');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await ownerState(owner, here)).toBe('dead');
    expect(await ownerState(await thisOwner('w'), here)).toBe('alive');
  });
});

describe('ownerOf', () => {
  const labels = labelsFor(OWNER, { kind: 'endpoint', job: 'e' });

  it('reads what labelsFor wrote', () => {
    expect(ownerOf(labels)).toEqual(OWNER);
  });

  it('reads nothing from what is not ours', () => {
    expect(ownerOf({})).toBeUndefined();
    expect(ownerOf({ ...labels, 'com.sagemaker-containers.owned': 'no' })).toBeUndefined();
    for (const pid of ['', '0', '-1', '1.5', 'x'])
      expect(ownerOf({ ...labels, [OWNER_PID_LABEL]: pid })).toBeUndefined();
  });
});
