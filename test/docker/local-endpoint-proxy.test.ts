import {
  InvokeEndpointAsyncCommand,
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';
import * as fs from 'node:fs';
import { request } from 'node:http';
import * as path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startEndpointProxy } from '../../engine/src/local/endpoint-proxy';
import type { EndpointProxy } from '../../engine/src/local/endpoint-proxy';
import { begin, bytes, containersOf, letGo, model, served, textOf, until, variant } from './local-endpoint-handler';
import type { Subject } from './local-subject';
import { subjects } from './local-subject';
import { describeWithEngine } from './support/engine';

describeWithEngine('clients of the AWS SDK', () => {
  const subject = subjects();
  const open: { proxy: EndpointProxy; client: SageMakerRuntimeClient }[] = [];

  afterEach(async () => {
    for (const { proxy, client } of open.splice(0)) {
      client.destroy();
      await proxy.close();
    }
  });

  async function connected(config = {}): Promise<Subject & { client: SageMakerRuntimeClient; url: string }> {
    const all = await served(subject);
    await begin(all, [model('m')], [variant('m')], config);
    const proxy = await startEndpointProxy(all.sagemaker);
    const client = new SageMakerRuntimeClient({
      endpoint: proxy.url,
      region: 'us-west-2',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
    });
    open.push({ proxy, client });
    return { ...all, client, url: proxy.url };
  }

  it('invoke, and get AWS’s own errors', async () => {
    const { client } = await connected();
    const about = { EndpointName: 'ep', ContentType: 'text/csv', Accept: 'text/a', CustomAttributes: 'mine' };
    const answer = await client.send(new InvokeEndpointCommand({ ...about, Body: bytes('hello') }));
    expect(textOf(answer.Body)).toBe('m[text/csv|text/a||](hello)');
    expect(answer).toMatchObject({
      ContentType: 'text/m',
      InvokedProductionVariant: 'm',
      CustomAttributes: 'mine',
    });
    await expect(
      client.send(new InvokeEndpointCommand({ EndpointName: 'ep', Body: bytes('fail') })),
    ).rejects.toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 418,
      OriginalMessage: 'no tea',
      $metadata: { httpStatusCode: 424 },
    });
    await expect(
      client.send(new InvokeEndpointCommand({ EndpointName: 'nosuch', Body: bytes('x') })),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('get a stream, and what breaks it', async () => {
    const all = await connected();
    const send = (text: string) =>
      all.client.send(new InvokeEndpointWithResponseStreamCommand({ EndpointName: 'ep', Body: bytes(text) }));
    const answer = await send('stream');
    expect(answer).toMatchObject({ ContentType: 'text/plain', InvokedProductionVariant: 'm' });
    const seen: string[] = [];
    for await (const event of answer.Body ?? []) {
      seen.push(textOf(event.PayloadPart?.Bytes ?? bytes('?')));
      if (seen.length === 1) await letGo(all);
    }
    expect(seen).toEqual(['one', 'two']);
    const broken = await send('broken');
    const read = async () => {
      for await (const event of broken.Body ?? []) seen.push(textOf(event.PayloadPart?.Bytes ?? bytes('?')));
    };
    await expect(read()).rejects.toMatchObject({ name: 'ModelStreamError', ErrorCode: 'StreamBroken' });
  });

  it('put asynchronous invocations into the queue', async () => {
    const all = await connected({ AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://bucket/out/' } } });
    fs.writeFileSync(path.join(all.folder, 'in', 'a'), 'hello');
    const InputLocation = 's3://bucket/in/a';
    const answer = await all.client.send(new InvokeEndpointAsyncCommand({ EndpointName: 'ep', InputLocation }));
    expect(answer.InferenceId).toBeTypeOf('string');
    const file = answer.OutputLocation ?? '';
    await until(() => fs.existsSync(file));
    expect(fs.readFileSync(file, 'utf8')).toContain('hello');
  });

  it('end the invocation when they go', async () => {
    const all = await connected();
    const abort = new AbortController();
    const [one] = await containersOf(all);
    const sent = all.client.send(new InvokeEndpointCommand({ EndpointName: 'ep', Body: bytes('wait1') }), {
      abortSignal: abort.signal,
    });
    sent.catch(() => undefined);
    const command = ['test', '-f', '/tmp/begun-1'];
    await until(async () => (await all.engine.containers.exec(one?.id ?? '', { command })).exitCode === 0);
    abort.abort();
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('are the only ones: other names, web pages and other paths are refused', async () => {
    const { url } = await connected();
    const status = (headers: Record<string, string>, at = '/endpoints/ep/invocations') =>
      new Promise((resolve, reject) => {
        const sent = request(url + at, { method: 'POST', headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.on('error', reject);
        sent.end('x');
      });
    expect(await status({})).toBe(200);
    expect(await status({ Host: 'evil.example' })).toBe(403);
    expect(await status({ Origin: 'http://evil.example' })).toBe(403);
    expect(await status({}, '/other')).toBe(404);
  });
});
