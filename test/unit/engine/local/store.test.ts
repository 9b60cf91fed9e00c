import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { newState, withTransition } from '../../../../engine/src/local/state';
import type { State } from '../../../../engine/src/local/state';
import { Store } from '../../../../engine/src/local/store';

const OWNER = { pid: 1, started: '', machine: 'm', window: 'w' };
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-store-'));
  folders.push(made);
  return made;
}

function state(name: string, at = 0): State {
  return newState('training-job', name, `arn:${name}`, 'InProgress', OWNER, new Date(at));
}

it('keeps a job with its files, once', async () => {
  const root = folder();
  const store = new Store(root);
  await store.create(state('a'), { 'request.json': { x: 1 }, 'plan.json': { y: 2 } });
  expect(await store.find('training-job', 'a')).toEqual(state('a'));
  expect(await store.read('training-job', 'a', 'request.json')).toEqual({ x: 1 });
  expect(await store.read('training-job', 'a', 'plan.json')).toEqual({ y: 2 });
  await expect(new Store(root).create(state('a'), {})).rejects.toMatchObject({ name: 'ResourceInUse' });
  expect(await store.read('training-job', 'a', 'request.json')).toEqual({ x: 1 });
  expect(fs.readdirSync(path.join(root, 'drafts'))).toEqual([]);
});

it('lets one of many have a name', async () => {
  const root = folder();
  const all = await Promise.allSettled(Array.from({ length: 8 }, () => new Store(root).create(state('a'), {})));
  expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
});

it('refuses names that would lead out of the folder', async () => {
  const store = new Store(folder());
  for (const name of ['', '..', 'a/b', 'a.b', '-a', 'ä', 'a'.repeat(64)]) {
    await expect(store.find('training-job', name)).rejects.toMatchObject({ name: 'ValidationException' });
  }
  expect(await store.find('training-job', 'a'.repeat(63))).toBeUndefined();
});

it('lists the newest first, and leaves out what is no job', async () => {
  const root = folder();
  const store = new Store(root);
  await store.create(state('old', 1000), {});
  await store.create(state('new', 3000), {});
  await store.create(state('between', 2000), {});
  fs.mkdirSync(path.join(root, 'jobs/training-job/empty'));
  fs.writeFileSync(path.join(root, 'jobs/training-job/file.txt'), '');
  expect((await store.list('training-job')).map(({ name }) => name)).toEqual(['new', 'between', 'old']);
  expect(await store.list('endpoint')).toEqual([]);
});

it('leaves no half-written state, and does not bring back what was deleted', async () => {
  const root = folder();
  const store = new Store(root);
  await store.create(state('a'), {});
  await store.write({ ...state('a'), status: 'Completed' });
  expect((await store.get('training-job', 'a')).status).toBe('Completed');
  expect(fs.readdirSync(path.join(root, 'jobs/training-job/a')).sort()).toEqual(['events.jsonl', 'state.json']);
  await store.remove('training-job', 'a');
  await store.write({ ...state('a'), status: 'Failed' });
  await expect(store.get('training-job', 'a')).rejects.toMatchObject({ name: 'ValidationException' });
});

it('lets exactly one process take a job over, each time', async () => {
  const root = folder();
  const store = new Store(root);
  await store.create(state('a'), {});
  const claims = await Promise.all([1, 2, 3, 4].map(() => new Store(root).claim(state('a'))));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await store.claim({ ...state('a'), takeover: 1 })).toBe(true);
});

it('tells watchers of all processes what changed from now on', async () => {
  const root = folder();
  const store = new Store(root);
  await store.create(state('before'), {});
  const controller = new AbortController();
  const changes = store.changes.follow(controller.signal);
  const other = new Store(root);
  await other.create(state('a'), {});
  await other.write({ ...state('a'), status: 'Completed' });
  await other.write({ ...state('a'), status: 'Completed', exitMessage: 'no news' });
  await other.remove('training-job', 'a');
  const seen = [];
  for await (const { kind, name, status } of changes) {
    seen.push([kind, name, status]);
    if (status === undefined) break;
  }
  controller.abort();
  expect(seen).toEqual([
    ['training-job', 'a', 'InProgress'],
    ['training-job', 'a', 'Completed'],
    ['training-job', 'a', undefined],
  ]);
});

it('moves the secondary status on, and ends the one before', () => {
  const one = withTransition(state('a'), 'Starting', 'begin', new Date(1000));
  const two = withTransition(one, 'Completed', 'done', new Date(2000));
  expect(one.transitions).toEqual([{ status: 'Starting', start: new Date(1000).toISOString(), message: 'begin' }]);
  expect(two.secondary).toBe('Completed');
  expect(two.transitions.map(({ status, end }) => [status, end])).toEqual([
    ['Starting', new Date(2000).toISOString()],
    ['Completed', new Date(2000).toISOString()],
  ]);
});

it('sees what another process has written, though it has read it before', async () => {
  const root = folder();
  const [one, other] = [new Store(root), new Store(root)];
  await one.create(state('a'), {});
  expect((await one.list('training-job'))[0]?.status).toBe('InProgress');
  await other.write({ ...state('a'), status: 'Completed' });
  expect((await one.list('training-job'))[0]?.status).toBe('Completed');
  await other.remove('training-job', 'a');
  expect(await one.list('training-job')).toEqual([]);
});

it('keeps the file of changes small, whoever writes to it', async () => {
  const root = folder();
  const file = path.join(root, 'changes.jsonl');
  fs.writeFileSync(file, 'x\n'.repeat(600_000));
  await Promise.all(['a', 'b', 'c'].map((name) => new Store(root).create(state(name), {})));
  expect(fs.statSync(file).size).toBeLessThan(1_000);
  expect(fs.readdirSync(root).sort()).toEqual(['changes.jsonl', 'drafts', 'jobs']);
});

it('lists what another process has changed meanwhile: begun, gone on, ended, deleted', async () => {
  const root = folder();
  const [mine, other] = [new Store(root), new Store(root)];
  const listed = async () =>
    (await mine.list('training-job')).map(({ name, status, metrics }) => `${name} ${status} ${metrics.length}`);
  await mine.create(state('a', 1), {});
  await mine.create(state('b', 2), {});
  expect(await listed()).toEqual(['b InProgress 0', 'a InProgress 0']);
  expect(await listed()).toEqual(['b InProgress 0', 'a InProgress 0']);
  // No status changes by it.
  await other.write({ ...state('b', 2), metrics: [{ name: 'm', value: 1, time: '' }] });
  expect(await listed()).toEqual(['b InProgress 1', 'a InProgress 0']);
  await other.write({ ...state('a', 1), status: 'Completed' });
  expect(await listed()).toEqual(['b InProgress 1', 'a Completed 0']);
  await other.create(state('c', 3), {});
  expect(await listed()).toEqual(['c InProgress 0', 'b InProgress 1', 'a Completed 0']);
  await other.remove('training-job', 'a');
  await other.create({ ...state('a', 1), status: 'Failed' }, {});
  expect(await listed()).toEqual(['c InProgress 0', 'b InProgress 1', 'a Failed 0']);
  await other.remove('training-job', 'a');
  expect(await listed()).toEqual(['c InProgress 0', 'b InProgress 1']);
});

it('says what is wrong with a folder that can hold no jobs, and what to do', async () => {
  const root = path.join(folder(), 'a-file');
  fs.writeFileSync(root, '');
  await expect(new Store(root).create(state('a'), {})).rejects.toMatchObject({
    name: 'UserError',
    message: `The job can’t be kept in ${root}: a file stands where a folder has to be.`,
    remedy: expect.stringContaining('SAGEMAKER_CONTAINERS_HOME') as unknown,
  });
  expect(await new Store(root).list('training-job')).toEqual([]);
});

it('says which file of a job is damaged', async () => {
  const root = folder();
  const store = new Store(root);
  await store.create(state('a'), { 'request.json': {}, 'plan.json': {} });
  const plan = path.join(root, 'jobs/training-job/a/plan.json');
  // What a machine that lost its power leaves.
  fs.writeFileSync(plan, '');
  await expect(store.read('training-job', 'a', 'plan.json')).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(plan) as unknown,
  });
  expect(await store.readIfWhole('training-job', 'a', 'plan.json')).toBeUndefined();
  expect(await store.read('training-job', 'a', 'request.json')).toEqual({});
});

it('writes no state of a job that was deleted into another of its name', async () => {
  const root = folder();
  const store = new Store(root);
  await store.create(state('a', 1000), {});
  fs.rmSync(path.join(root, 'jobs'), { recursive: true });
  await store.create(state('a', 2000), {});
  await store.write({ ...state('a', 1000), status: 'Failed' });
  expect(await store.get('training-job', 'a')).toEqual(state('a', 2000));
});

it('sweeps what was written after a job was deleted, and nothing of a job', async () => {
  const root = folder();
  const store = new Store(root);
  await store.create(state('a'), {});
  await store.sweep('training-job', 'a');
  expect(await store.find('training-job', 'a')).toBeDefined();
  fs.rmSync(path.join(root, 'jobs/training-job/a/state.json'));
  await store.sweep('training-job', 'a');
  expect(fs.readdirSync(path.join(root, 'jobs/training-job'))).toEqual([]);
});
