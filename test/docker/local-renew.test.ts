import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import type { ImagePlan } from '../../engine/src/plan/types';
import type { ReplacedFile } from '../../engine/src/local/replace-files';
import { buildPlanned } from '../../engine/src/session/build-planned';
import { configRequest, subjects } from './local-subject';
import type { Subject } from './local-subject';
import { cleanups, describeWithEngine, leftovers, testEngine } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const SERVE = `#!/bin/sh
trap 'kill $P 2>/dev/null; exit 0' TERM
nc -ll -p 8080 -e /opt/program/handler & P=$!
wait $P
`;
const DOCKERFILE = `FROM ${TINY_IMAGE}
COPY --chown=1234:55 --chmod=751 handler /opt/program/
COPY serve /opt/program/
`;
const NAME = 'sm-test-renew';

/** Answers everything with this text. */
function handler(text: string): string {
  return `#!/bin/sh
read -r a; printf 'HTTP/1.1 200 x\\r\\nContent-Length: ${text.length}\\r\\nConnection: close\\r\\n\\r\\n${text}'
`;
}

interface Served extends Subject {
  readonly image: ImagePlan;
  readonly builds: () => number;
  /** The file as it is now in place of what the image was built with. */
  replaced(file: 'handler' | 'serve', before: string): Promise<ReplacedFile>;
  answer(): Promise<string>;
}

describeWithEngine('an endpoint whose containers are started anew', () => {
  // Before the subject: images are removed once its containers are.
  const clean = cleanups();
  const subject = subjects();

  /** An endpoint of an image that was built here; it answers “one”. */
  async function serve(): Promise<Served> {
    let builds = 0;
    const all = await subject(
      { images: { [NAME]: { dockerfile: 'Dockerfile' } } },
      {
        build: async (image, _note, signal) => {
          builds += 1;
          await buildPlanned(() => testEngine(), image, { signal, onEvent: () => undefined });
        },
      },
    );
    const write = (name: string, text: string): void => {
      fs.writeFileSync(path.join(all.folder, name), text, { mode: 0o755 });
    };
    write('.dockerignore', 'storage\ndata\n');
    write('Dockerfile', DOCKERFILE);
    write('serve', SERVE);
    write('handler', handler('one'));
    await all.sagemaker.createModel({ ModelName: 'm', PrimaryContainer: { Image: NAME } });
    await all.sagemaker.createEndpointConfig(configRequest('c', 'm'));
    await all.sagemaker.createEndpoint({ EndpointName: 'ep', EndpointConfigName: 'c' });
    await all.sagemaker.settled('endpoint', 'ep');
    const [image] = await all.sagemaker.plannedImages('endpoint', 'ep');
    if (image === undefined) throw new Error('no image');
    clean(() => all.engine.images.remove(image.local, { force: true }));
    expect((await all.sagemaker.describeEndpoint('ep')).FailureReason).toBeUndefined();
    return {
      ...all,
      image,
      builds: () => builds,
      replaced: async (file, before) => ({
        image: image.local,
        imageId: (await all.engine.images.inspect(image.local))?.Id ?? '',
        path: `/opt/program/${file}`,
        local: path.join(all.folder, file),
        sha256: createHash('sha256').update(before).digest('hex'),
      }),
      answer: async () => {
        const { body } = await all.sagemaker.invokeEndpoint('ep', { body: Buffer.from('x') });
        return new TextDecoder().decode(body);
      },
    };
  }

  it('serves a file that has changed without a build, with the owner and the mode that the Dockerfile gives it', async () => {
    const all = await serve();
    expect(await all.answer()).toBe('one');
    fs.writeFileSync(path.join(all.folder, 'handler'), handler('two'));
    await all.sagemaker.renewEndpoint('ep', [await all.replaced('handler', handler('one'))]);
    expect(await all.answer()).toBe('two');
    expect(all.builds()).toBe(1);
    expect(await all.sagemaker.describeEndpoint('ep')).toMatchObject({ EndpointStatus: 'InService' });
    await all.sagemaker.settled('endpoint', 'ep');
    const containers = await leftovers(all.engine, all.owner);
    expect(containers).toHaveLength(1);
    const [name = ''] = containers;
    const command = ['stat', '-c', '%u:%g %a', '/opt/program/handler', '/opt/program/serve'];
    const { stdout } = await all.engine.containers.exec(name, { command });
    expect(stdout.toString()).toBe('1234:55 751\n0:0 755\n');
    // What is pushed or run next is built, and is the same.
    await all.sagemaker.updateEndpoint({ EndpointName: 'ep', EndpointConfigName: 'c' });
    await all.sagemaker.settled('endpoint', 'ep');
    expect(all.builds()).toBe(2);
    expect(await all.answer()).toBe('two');
  });

  it('takes an image that was built meanwhile, without building it once more', async () => {
    const all = await serve();
    fs.writeFileSync(path.join(all.folder, 'handler'), handler('built'));
    const signal = new AbortController().signal;
    await buildPlanned(() => testEngine(), all.image, { signal, onEvent: () => undefined });
    await all.sagemaker.renewEndpoint('ep', []);
    expect(await all.answer()).toBe('built');
    expect(all.builds()).toBe(1);
  });

  it.each<[string, (file: ReplacedFile) => ReplacedFile]>([
    ['holds something else there', (file) => ({ ...file, sha256: '0'.repeat(64) })],
    ['has nothing there', (file) => ({ ...file, path: '/opt/program/nosuch' })],
    ['has a folder there', (file) => ({ ...file, path: '/opt/program' })],
    ['is another by now', (file) => ({ ...file, imageId: 'sha256:0' })],
  ])('asks for a build when the image %s', async (_, changed) => {
    const all = await serve();
    fs.writeFileSync(path.join(all.folder, 'handler'), handler('two'));
    const file = changed(await all.replaced('handler', handler('one')));
    await expect(all.sagemaker.renewEndpoint('ep', [file])).rejects.toMatchObject({ name: 'NeedsBuild' });
    const { EndpointStatus, FailureReason } = await all.sagemaker.describeEndpoint('ep');
    expect([EndpointStatus, FailureReason]).toEqual(['InService', undefined]);
    expect(await all.answer()).toBe('one');
    expect(await leftovers(all.engine, all.owner)).toHaveLength(1);
  });

  it('keeps what serves when the server does not start, and says why', async () => {
    const all = await serve();
    fs.writeFileSync(path.join(all.folder, 'serve'), '#!/bin/sh\necho no luck; exit 3\n');
    const file = await all.replaced('serve', SERVE);
    await expect(all.sagemaker.renewEndpoint('ep', [file])).rejects.toThrow('no luck');
    const { EndpointStatus, FailureReason } = await all.sagemaker.describeEndpoint('ep');
    expect(EndpointStatus).toBe('InService');
    expect(FailureReason).toContain('no luck');
    expect(await all.answer()).toBe('one');
    expect(await leftovers(all.engine, all.owner)).toHaveLength(1);
  });

  it('is left as it was when the start is cancelled, and can be started anew at once', async () => {
    const all = await serve();
    fs.writeFileSync(path.join(all.folder, 'serve'), '#!/bin/sh\nexec sleep 1000\n');
    const cancel = new AbortController();
    const renewed = all.sagemaker.renewEndpoint('ep', [await all.replaced('serve', SERVE)], cancel.signal);
    await expect.poll(() => leftovers(all.engine, all.owner)).toHaveLength(2);
    expect((await all.sagemaker.describeEndpoint('ep')).EndpointStatus).toBe('Updating');
    cancel.abort();
    await expect(renewed).rejects.toMatchObject({ name: 'AbortError' });
    expect(await leftovers(all.engine, all.owner)).toHaveLength(1);
    fs.writeFileSync(path.join(all.folder, 'serve'), SERVE);
    fs.writeFileSync(path.join(all.folder, 'handler'), handler('again'));
    await all.sagemaker.renewEndpoint('ep', [await all.replaced('handler', handler('one'))]);
    expect(await all.answer()).toBe('again');
    expect((await all.sagemaker.describeEndpoint('ep')).FailureReason).toBeUndefined();
  });
});
