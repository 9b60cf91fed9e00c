import * as fs from 'node:fs';
import * as path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { configRequest, modelRequest, serve, subjects, train } from './local-subject';
import type { Subject } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';

describeWithEngine('an endpoint on this machine', () => {
  const subject = subjects();

  async function trained(): Promise<Subject> {
    const all = await subject();
    await train(all);
    return all;
  }

  async function serveWell(all: Subject): Promise<void> {
    await serve(all);
    expect((await all.sagemaker.describeEndpoint('ep')).FailureReason).toBeUndefined();
  }

  const body = new TextEncoder().encode('hello');

  it('serves the model that training left, answers, and goes away', async () => {
    const all = await trained();
    await serveWell(all);
    const endpoint = await all.sagemaker.describeEndpoint('ep');
    expect(endpoint.FailureReason).toBeUndefined();
    expect(endpoint).toMatchObject({
      EndpointStatus: 'InService',
      EndpointArn: 'arn:aws:sagemaker:us-west-2:123456789012:endpoint/ep',
      EndpointConfigName: 'ep-config',
    });
    expect(endpoint.ProductionVariants?.map((one) => one.VariantName)).toEqual(['AllTraffic']);
    const answer = await all.sagemaker.invokeEndpoint('ep', { body, contentType: 'text/csv' });
    expect(new TextDecoder().decode(answer.body)).toBe('{"predictions":[5]}');
    expect(answer).toMatchObject({ contentType: 'application/json', invokedProductionVariant: 'AllTraffic' });
    // Another window invokes and deletes it.
    const other = all.another();
    await other.invokeEndpoint('ep', { body });
    await other.deleteEndpoint('ep');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
    expect((await all.sagemaker.listEndpoints()).Endpoints).toEqual([]);
    await expect(all.sagemaker.describeEndpoint('ep')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('has a read-only model, and hands on only the headers that SageMaker hands on', async () => {
    const all = await trained();
    const plan = await all.sagemaker.createModel(modelRequest('m'));
    expect(plan.ModelArn).toContain(':model/m');
    await all.sagemaker.deleteModel('m');
    await serveWell(all);
    const [container] = await containersOf(all);
    const written = await all.engine.containers.exec(container?.id ?? '', { command: ['touch', '/opt/ml/model/x'] });
    expect(written.stderr.toString()).toContain('Read-only file system');
    const published = (await all.engine.containers.inspect(container?.id ?? ''))?.NetworkSettings.Ports['8080/tcp'];
    expect(published?.map((one) => one.HostIp)).toEqual(['127.0.0.1']);
  });

  it('gives a ModelError with what the container answered, and checks the payload before', async () => {
    const all = await trained();
    await serveWell(all);
    const script = `printf '#!/bin/sh\\nread -r a; printf "HTTP/1.1 415 No\\\\r\\\\nContent-Length: 3\\\\r\\\\n\\\\r\\\\nbad"\\n' > /opt/program/handler`;
    const [container] = await containersOf(all);
    await all.engine.containers.exec(container?.id ?? '', { command: ['sh', '-c', script] });
    await expect(all.sagemaker.invokeEndpoint('ep', { body })).rejects.toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 415,
      OriginalMessage: 'bad',
    });
    await expect(all.sagemaker.invokeEndpoint('ep', { body: new Uint8Array(25_000_001) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(all.sagemaker.invokeEndpoint('ep', { body, targetVariant: 'nosuch' })).rejects.toThrow('nosuch');
  });

  it('fails at once, with the last lines, when the container dies', async () => {
    const all = await subject();
    fs.mkdirSync(path.join(all.folder, 'data', 'm'));
    // `serve` is stopped by a program that is first on PATH.
    fs.writeFileSync(
      path.join(all.folder, 'data', 'serve'),
      '#!/bin/sh\necho loading; echo no model here >&2; exit 4\n',
      {
        mode: 0o755,
      },
    );
    await serve(all, 'dies', {
      ModelDataUrl: undefined,
      ModelDataSource: {
        S3DataSource: { S3Uri: 's3://bucket/train/', S3DataType: 'S3Prefix', CompressionType: 'None' },
      },
      Environment: { PATH: '/opt/ml/model:/bin' },
    });
    const endpoint = await all.sagemaker.describeEndpoint('dies');
    expect(endpoint.EndpointStatus).toBe('Failed');
    expect(endpoint.FailureReason).toMatch(/exit code 4[^]*no model here/);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('fails later on when its container is killed', async () => {
    const all = await trained();
    await serveWell(all);
    const watched = changed(all, 'Failed');
    const [container] = await containersOf(all);
    await all.engine.containers.kill(container?.id ?? '');
    await watched;
    expect((await all.sagemaker.describeEndpoint('ep')).FailureReason).toContain('ended while it should serve');
    await expect(all.sagemaker.invokeEndpoint('ep', { body })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is updated without a gap, and keeps what it has when the new one fails', async () => {
    const all = await trained();
    await serveWell(all);
    await all.sagemaker.createModel(modelRequest('new', { Environment: { NEW: '1' } }));
    await all.sagemaker.createEndpointConfig(configRequest('new', 'new'));
    await all.sagemaker.updateEndpoint({ EndpointName: 'ep', EndpointConfigName: 'new' });
    await all.sagemaker.invokeEndpoint('ep', { body });
    await all.sagemaker.settled('endpoint', 'ep');
    expect(await all.sagemaker.describeEndpoint('ep')).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'new',
    });
    await all.sagemaker.invokeEndpoint('ep', { body });
    const containers = await containersOf(all);
    expect(containers).toHaveLength(1);
    await all.sagemaker.createModel(modelRequest('bad', { Environment: { PATH: '/nowhere' } }));
    await all.sagemaker.createEndpointConfig(configRequest('bad', 'bad'));
    await all.sagemaker.updateEndpoint({ EndpointName: 'ep', EndpointConfigName: 'bad' });
    await all.sagemaker.settled('endpoint', 'ep');
    const after = await all.sagemaker.describeEndpoint('ep');
    expect(after).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'new' });
    expect(after.FailureReason).toContain('LAUNCH-02');
    await all.sagemaker.invokeEndpoint('ep', { body });
  });

  it('serves on when its process dies, and is found by the next', async () => {
    const all = await trained();
    await serveWell(all);
    const next = all.another({ isDead: () => Promise.resolve(true), owner: { ...all.owner, pid: all.owner.pid } });
    await next.reconcile();
    await next.invokeEndpoint('ep', { body });
    expect(await next.describeEndpoint('ep')).toMatchObject({ EndpointStatus: 'InService' });
  });

  it('loads the models of a multi-model endpoint when they are asked for', async () => {
    const all = await subject({
      s3: { 's3://bucket/models/': './models' },
      mounts: ['./handler:/opt/program/handler'],
    });
    fs.mkdirSync(path.join(all.folder, 'models'));
    for (const name of ['first', 'second']) {
      const archive = pack();
      archive.entry({ name: 'text' }, name);
      archive.finalize();
      const file = path.join(all.folder, 'models', `${name}.tar.gz`);
      fs.writeFileSync(file, gzipSync(await buffer(archive)));
    }
    fs.writeFileSync(
      path.join(all.folder, 'handler'),
      `#!/bin/sh
read -r method path proto; len=0
while read -r l; do l=\${l%$(printf '\\r')}; [ -z "$l" ] && break; case "$l" in Content-Length:*) len=\${l#*: };; esac; done
rsp() { printf 'HTTP/1.1 %s x\\r\\nContent-Length: %s\\r\\n\\r\\n%s' $1 \${#2} "$2"; }
m=\${path#/models/}; m=\${m%/invoke}
case "$method $path" in
 "GET /ping") rsp 200 "";;
 "GET /models/"*) [ -f /tmp/$m ] && rsp 200 "" || rsp 404 "";;
 "POST /models") u=$(head -c $len | sed 's/.*"url":"\\([^"]*\\)".*/\\1/'); n=\${u%/model}; echo loaded >&2; cp $u/text /tmp/\${n##*/}; rsp 200 "";;
 "POST /models/"*) head -c $len >/dev/null; rsp 200 "$(cat /tmp/$m)";;
esac
`,
      { mode: 0o755 },
    );
    await serve(all, 'ep', { Mode: 'MultiModel', ModelDataUrl: 's3://bucket/models/' });
    expect((await all.sagemaker.describeEndpoint('ep')).FailureReason).toBeUndefined();
    const ask = async (targetModel: string) =>
      new TextDecoder().decode((await all.sagemaker.invokeEndpoint('ep', { body, targetModel })).body);
    const both = await Promise.all([ask('first.tar.gz'), ask('first.tar.gz')]);
    expect([...both, await ask('second.tar.gz'), await ask('first.tar.gz')]).toEqual([
      'first',
      'first',
      'second',
      'first',
    ]);
    for (const name of ['third.tar.gz', '../data/train.csv']) {
      await expect(ask(name)).rejects.toMatchObject({ name: 'ValidationException' });
    }
    await expect(all.sagemaker.invokeEndpoint('ep', { body })).rejects.toThrow('TargetModel');
  });
});

async function changed(all: Subject, status: string): Promise<void> {
  const controller = new AbortController();
  for await (const change of all.sagemaker.watch(controller.signal)) if (change.status === status) break;
  controller.abort();
}

function containersOf({ engine, owner }: Subject) {
  return engine.containers.list({ label: [`com.sagemaker-containers.window=${owner.window}`] });
}
