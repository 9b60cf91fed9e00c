import * as fs from 'node:fs';
import { createServer } from 'node:net';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import {
  asked,
  begin,
  begun,
  bytes,
  containersOf,
  letGo,
  model,
  served,
  textOf,
  until,
  variant,
} from './local-endpoint-handler';
import { subjects } from './local-subject';
import { describeWithEngine } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const container = (name: string) => ({ Image: TINY_IMAGE, ContainerHostname: name, Environment: { NAME: name } });
const several = (Mode: 'Serial' | 'Direct') => ({
  ModelName: 'm',
  ExecutionRoleArn: 'arn:aws:iam::123456789012:role/role',
  Containers: [container('first'), container('second')],
  InferenceExecutionConfig: { Mode },
});

describeWithEngine('kinds of endpoints on this machine', () => {
  const subject = subjects();

  it('streams the answer piece by piece', async () => {
    const all = await served(subject);
    await begin(all, [model('m')], [variant('m')]);
    const answer = await all.sagemaker.invokeEndpointWithResponseStream('ep', { body: bytes('stream') });
    expect(answer).toMatchObject({ contentType: 'text/plain', invokedProductionVariant: 'm' });
    const pieces = answer.body[Symbol.asyncIterator]();
    // The container waits: what is here now came before the end.
    expect(textOf((await pieces.next()).value as Uint8Array)).toBe('one');
    await letGo(all);
    expect(textOf((await pieces.next()).value as Uint8Array)).toBe('two');
    expect((await pieces.next()).done).toBe(true);
  });

  it('says what went wrong with a stream: before it began, and in its midst', async () => {
    const all = await served(subject);
    await begin(all, [model('m')], [variant('m')]);
    const stream = (body: string, signal?: AbortSignal) =>
      all.sagemaker.invokeEndpointWithResponseStream('ep', { body: bytes(body) }, signal);
    await expect(stream('fail')).rejects.toMatchObject({ name: 'ModelError', OriginalStatusCode: 418 });
    const broken = await stream('broken');
    const read = async (body: AsyncIterable<Uint8Array>) => {
      const seen: string[] = [];
      for await (const piece of body) seen.push(textOf(piece));
      return seen;
    };
    await expect(read(broken.body)).rejects.toMatchObject({ name: 'ModelStreamError', ErrorCode: 'StreamBroken' });
    const abort = new AbortController();
    const aborted = await stream('stream', abort.signal);
    abort.abort(new Error('enough'));
    await expect(read(aborted.body)).rejects.toThrow('enough');
  });

  it('hands the answer of one container of a pipeline to the next', async () => {
    const all = await served(subject);
    await begin(all, [several('Serial')], [variant('v', { ModelName: 'm' })]);
    const about = { contentType: 'text/csv', accept: 'text/last' };
    expect(await asked(all, 'x', about)).toBe(
      'second[text/first|text/last|8081|9100-9199](first[text/csv||8080|9000-9099](x))',
    );
    await expect(asked(all, 'fail')).rejects.toMatchObject({ OriginalMessage: 'no tea', variant: 'v' });
    await expect(asked(all, 'big')).rejects.toThrow('v.first to v.second is 6000000 bytes');
    const [one] = await containersOf(all);
    const reached = await all.engine.containers.exec(one?.id ?? '', {
      command: ['sh', '-c', 'for h in v.first:8080 v.second:8081; do wget -qO- http://$h/ping && echo ok; done'],
    });
    expect(reached.stdout.toString()).toBe('ok\nok\n');
  });

  it('asks the container that is named', async () => {
    const all = await served(subject);
    await begin(all, [several('Direct')], [variant('v', { ModelName: 'm' })]);
    expect(await asked(all, 'x', { targetContainerHostname: 'second' })).toMatch(/^second\[\|\|8081.*\(x\)$/);
    expect(await asked(all, 'x', { targetContainerHostname: 'first' })).toMatch(/^first/);
    await expect(asked(all, 'x')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('divides invocations between variants by their weight', async () => {
    const all = await served(subject);
    const variants = [variant('a', { InitialVariantWeight: 1 }), variant('b', { InitialVariantWeight: 0 })];
    await begin(all, [model('a'), model('b')], variants);
    const names = await Promise.all(Array.from({ length: 8 }, () => asked(all, 'x')));
    expect(new Set(names.map((name) => name[0]))).toEqual(new Set(['a']));
    expect(await asked(all, 'x', { targetVariant: 'b' })).toMatch(/^b/);
  });

  it('moves the traffic at once when weights change, by any process, and restarts nothing', async () => {
    const all = await served(subject);
    await begin(all, [model('a'), model('b')], [variant('a'), variant('b', { InitialVariantWeight: 0 })]);
    const before = await containersOf(all);
    expect(await asked(all, 'x')).toMatch(/^a/);
    await all.another().updateEndpointWeightsAndCapacities({
      EndpointName: 'ep',
      DesiredWeightsAndCapacities: [
        { VariantName: 'a', DesiredWeight: 0 },
        { VariantName: 'b', DesiredWeight: 1, DesiredInstanceCount: 2 },
      ],
    });
    expect(await asked(all, 'x')).toMatch(/^b/);
    expect(await containersOf(all)).toEqual(before);
    expect((await all.sagemaker.describeEndpoint('ep')).ProductionVariants).toMatchObject([
      { VariantName: 'a', CurrentWeight: 0 },
      { VariantName: 'b', CurrentWeight: 1, CurrentInstanceCount: 1, DesiredInstanceCount: 2 },
    ]);
  });

  it('runs as many instances of a variant as it has, and each of them answers', async () => {
    const all = await served(subject);
    await begin(all, [model('m')], [variant('m', { InitialInstanceCount: 2 })]);
    expect(await containersOf(all)).toHaveLength(2);
    for (let asks = 0; asks < 4; asks += 1) expect(await asked(all, 'x')).toMatch(/^m/);
    expect((await all.sagemaker.describeEndpoint('ep')).ProductionVariants).toMatchObject([
      { VariantName: 'm', CurrentInstanceCount: 2, DesiredInstanceCount: 2 },
    ]);
  });

  it('is updated under load, and no invocation fails', async () => {
    const all = await served(subject);
    await begin(all, [model('old')], [variant('old')]);
    await all.sagemaker.createModel(model('new'));
    await all.sagemaker.createEndpointConfig({ EndpointConfigName: 'new', ProductionVariants: [variant('new')] });
    let over = false;
    const answers: string[] = [];
    // The third is another process, which knows nothing of the update but what is on disk.
    const load = [all.sagemaker, all.sagemaker, all.another()].map(async (one, index) => {
      while (!over) {
        const body = bytes(index === 0 ? 'slow' : 'x');
        const { invokedProductionVariant } = await one.invokeEndpoint('ep', { body });
        answers.push(invokedProductionVariant);
      }
    });
    await until(() => answers.length > 5);
    await all.sagemaker.updateEndpoint({ EndpointName: 'ep', EndpointConfigName: 'new' });
    await all.sagemaker.settled('endpoint', 'ep');
    const before = answers.length;
    await until(() => answers.length > before + 5);
    over = true;
    await Promise.all(load);
    expect(new Set(answers)).toEqual(new Set(['old', 'new']));
    expect(answers.at(-1)).toBe('new');
    expect(await containersOf(all)).toHaveLength(1);
  });

  it('is updated by another process, and this one does not take it for failed', async () => {
    const all = await served(subject);
    await begin(all, [model('old')], [variant('old')]);
    const other = all.another();
    await other.createModel(model('new'));
    await other.createEndpointConfig({ EndpointConfigName: 'new', ProductionVariants: [variant('new')] });
    await other.updateEndpoint({ EndpointName: 'ep', EndpointConfigName: 'new' });
    await other.settled('endpoint', 'ep');
    await until(async () => (await containersOf(all)).length === 1);
    await all.sagemaker.settled('endpoint', 'ep');
    expect((await all.sagemaker.describeEndpoint('ep')).EndpointStatus).toBe('InService');
    expect(await asked(all, 'x')).toMatch(/^new/);
  });

  it('approximates serverless: not root, its memory, throttled', async () => {
    const all = await served(subject);
    const ServerlessConfig = { MemorySizeInMB: 1024, MaxConcurrency: 1 };
    await begin(all, [model('m')], [{ VariantName: 'v', ModelName: 'm', ServerlessConfig }]);
    expect(await asked(all, 'id')).toBe('1000  tmp');
    const [one] = await containersOf(all);
    expect((await all.engine.containers.inspect(one?.id ?? ''))?.HostConfig.Memory).toBe(1024 ** 3);
    const first = asked(all, 'wait1');
    await until(() => begun(all, '1'));
    await expect(asked(all, 'x')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await letGo(all);
    expect(await first).toBe('waited');
    expect(await asked(all, 'x')).toMatch(/\(x\)$/);
    await expect(all.sagemaker.invokeEndpoint('ep', { body: new Uint8Array(4_000_001) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(all.sagemaker.invokeEndpointWithResponseStream('ep', { body: bytes('x') })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('publishes the port that is asked for, and says when it is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const all = await served(subject, { ports: [`${port}:8080`] });
    await all.sagemaker.createModel(model('m'));
    await all.sagemaker.createEndpointConfig({ EndpointConfigName: 'ep', ProductionVariants: [variant('m')] });
    const create = async () => {
      await all.sagemaker.createEndpoint({ EndpointName: 'ep', EndpointConfigName: 'ep' });
      await all.sagemaker.settled('endpoint', 'ep');
      return all.sagemaker.describeEndpoint('ep');
    };
    const failed = await create();
    expect(failed.EndpointStatus).toBe('Failed');
    expect(failed.FailureReason).toContain(`port 127.0.0.1:${port} is in use`);
    await all.sagemaker.deleteEndpoint('ep');
    await new Promise((resolve) => taken.close(resolve));
    expect((await create()).EndpointStatus).toBe('InService');
    const answer = await fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', body: 'x' });
    expect(await answer.text()).toMatch(/\(x\)$/);
  });

  it('reads an uncompressed model from a prefix, read-only', async () => {
    const all = await served(subject);
    fs.writeFileSync(path.join(all.folder, 'in', 'weights'), 'w');
    const S3DataSource = { S3Uri: 's3://bucket/in/', S3DataType: 'S3Prefix', CompressionType: 'None' } as const;
    const given = model('m', { PrimaryContainer: { Image: TINY_IMAGE, ModelDataSource: { S3DataSource } } });
    await begin(all, [given], [variant('m')]);
    const [one] = await containersOf(all);
    const command = ['sh', '-c', 'cat /opt/ml/model/weights; touch /opt/ml/model/x'];
    const said = await all.engine.containers.exec(one?.id ?? '', { command });
    expect(said.stdout.toString()).toBe('w');
    expect(said.stderr.toString()).toContain('Read-only file system');
  });
});
