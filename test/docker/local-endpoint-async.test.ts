import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { begin, begun, bytes, containersOf, letGo, model, served, until, variant } from './local-endpoint-handler';
import type { Subject } from './local-subject';
import { subjects } from './local-subject';
import { describeWithEngine } from './support/engine';

const OUTPUT = { S3OutputPath: 's3://bucket/out/', S3FailurePath: 's3://bucket/bad/' };

describeWithEngine('asynchronous inference on this machine', () => {
  const subject = subjects();

  async function asynchronous(concurrency = 1): Promise<Subject> {
    const all = await served(subject);
    await begin(all, [model('m')], [variant('m')], {
      AsyncInferenceConfig: {
        OutputConfig: OUTPUT,
        ClientConfig: { MaxConcurrentInvocationsPerInstance: concurrency },
      },
    });
    return all;
  }

  async function put({ sagemaker, folder }: Pick<Subject, 'sagemaker' | 'folder'>, text: string, more = {}) {
    const name = `${text}.txt`;
    fs.writeFileSync(path.join(folder, 'in', name), text);
    const answer = await sagemaker.invokeEndpointAsync('ep', { inputLocation: `s3://bucket/in/${name}`, ...more });
    return { ...answer, failureLocation: answer.failureLocation ?? '' };
  }

  const written = (file: string) => until(() => fs.existsSync(file));
  const read = (file: string) => fs.readFileSync(file, 'utf8');

  it('answers into the folder, whichever process asks', async () => {
    const all = await asynchronous();
    const answer = await put({ ...all, sagemaker: all.another() }, 'hello', { contentType: 'text/csv' });
    expect(path.dirname(answer.outputLocation)).toBe(path.join(all.folder, 'out'));
    expect(answer.outputLocation).toMatch(/\.out$/);
    await written(answer.outputLocation);
    expect(read(answer.outputLocation)).toBe('m[text/csv|||](hello)');
    const file = path.join(all.folder, 'data', 'train.csv');
    const own = await all.sagemaker.invokeEndpointAsync('ep', { inputLocation: file, inferenceId: 'mine' });
    expect(own.inferenceId).toBe('mine');
    await written(own.outputLocation);
    expect(read(own.outputLocation)).toContain('5,6');
    expect(fs.readdirSync(path.join(all.folder, 'bad'))).toEqual([]);
  });

  it('says in the failure file why there is no answer', async () => {
    const all = await asynchronous();
    const failed = await put(all, 'fail');
    await written(failed.failureLocation);
    expect(path.dirname(failed.failureLocation)).toBe(path.join(all.folder, 'bad'));
    expect(read(failed.failureLocation)).toContain('Received client error (418) from m with message "no tea"');
    const missing = await all.sagemaker.invokeEndpointAsync('ep', { inputLocation: 's3://bucket/in/nosuch' });
    await written(missing.failureLocation ?? '');
    expect(read(missing.failureLocation ?? '')).toContain('does not exist');
    const slow = await put(all, 'wait1', { invocationTimeoutSeconds: 1 });
    await written(slow.failureLocation);
    expect(read(slow.failureLocation)).toContain('timed out');
    expect(fs.readdirSync(path.join(all.folder, 'out'))).toEqual([]);
  });

  it('refuses what AWS refuses', async () => {
    const all = await asynchronous();
    const invoke = (more: object) => all.sagemaker.invokeEndpointAsync('ep', { inputLocation: 's3://b/k', ...more });
    for (const wrong of [
      { inputLocation: '/no/such/file' },
      { requestTtlSeconds: 5 },
      { invocationTimeoutSeconds: 9999 },
    ]) {
      await expect(invoke(wrong)).rejects.toMatchObject({ name: 'ValidationException' });
    }
    await expect(all.sagemaker.invokeEndpoint('ep', { body: bytes('x') })).rejects.toThrow('asynchronous');
  });

  it('takes no more at a time than it may, in the order in which they came', async () => {
    const all = await asynchronous(1);
    const first = await put(all, 'wait1');
    await until(() => begun(all, '1'));
    const second = await put(all, 'wait2');
    const third = await put(all, 'third');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await begun(all, '2')).toBe(false);
    await letGo(all);
    for (const one of [first, second, third]) await written(one.outputLocation);
    const times = [first, second, third].map(({ outputLocation }) => fs.statSync(outputLocation).mtimeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('gives what is under way and what waits a failure when the endpoint is deleted', async () => {
    const all = await asynchronous(1);
    const running = await put(all, 'wait1');
    await until(() => begun(all, '1'));
    const waiting = await put(all, 'x');
    await all.sagemaker.deleteEndpoint('ep');
    for (const one of [running, waiting]) expect(read(one.failureLocation)).toContain('deleted');
    expect(fs.readdirSync(path.join(all.folder, 'out'))).toEqual([]);
  });

  it('gives them a failure when the container dies', async () => {
    const all = await asynchronous(1);
    const running = await put(all, 'wait1');
    await until(() => begun(all, '1'));
    const waiting = await put(all, 'x');
    const [one] = await containersOf(all);
    await all.engine.containers.kill(one?.id ?? '');
    for (const { failureLocation } of [running, waiting]) await written(failureLocation);
    expect(read(waiting.failureLocation)).toContain('ended while it should serve');
  });

  it('is taken over from a process that died: what it was at has failed, what waits is answered', async () => {
    const all = await asynchronous(1);
    // As the dead process left it: one under way, one waiting.
    const queue = path.join(all.storage, 'jobs', 'endpoint', 'ep', 'async');
    const left = (id: string, end: string) => {
      const entry = {
        id,
        inferenceId: id,
        input: path.join(all.folder, 'data', 'train.csv'),
        timeoutSeconds: 5,
        expires: new Date(Date.now() + 60_000).toISOString(),
        output: path.join(all.folder, 'out', `${id}.out`),
        failure: path.join(all.folder, 'bad', `${id}-error.out`),
      };
      fs.writeFileSync(path.join(queue, `0-${id}${end}`), JSON.stringify(entry));
    };
    left('dead', '.running');
    const next = all.another({ isDead: () => Promise.resolve(true) });
    await next.reconcile();
    left('waits', '.json');
    await written(path.join(all.folder, 'bad', 'dead-error.out'));
    expect(read(path.join(all.folder, 'bad', 'dead-error.out'))).toContain('process that ran this endpoint ended');
    await written(path.join(all.folder, 'out', 'waits.out'));
  });

  it('carries a large payload through', async () => {
    const all = await asynchronous();
    const file = path.join(all.folder, 'in', 'large');
    fs.writeFileSync(file, Buffer.alloc(40_000_000, 'y'));
    const answer = await all.sagemaker.invokeEndpointAsync('ep', { inputLocation: 's3://bucket/in/large' });
    await written(answer.outputLocation);
    expect(fs.statSync(answer.outputLocation).size).toBeGreaterThan(40_000_000);
  });
});
