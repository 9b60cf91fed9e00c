import { CreateRepositoryCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST } from '../../contract/image-manifest';
import { AwsConnection } from '../../engine/src/aws/connection';
import { planPush, push } from '../../engine/src/aws/push';
import type { PushPurpose } from '../../engine/src/aws/push-checks';
import { pushTarget } from '../../engine/src/aws/push-target';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { repositoryDigests } from '../../engine/src/docker/images';
import { readRemoteImage } from '../../engine/src/docker/push-manifest';
import type { PushProgress } from '../../engine/src/docker/push-progress';
import { TINY_IMAGE } from '../docker/support/tiny-image';
import { connectTo } from './support/connect';
import { dockerEngine } from './support/docker';
import { startEcr } from './support/ecr';
import type { TestEcr } from './support/ecr';

const REGION = 'eu-central-1';
const HOME = { account: '123456789012', region: REGION };
const TRAINING: PushPurpose = { uses: ['training'], architecture: 'amd64' };
const go = new AbortController().signal;
const config = join(homedir(), '.docker', 'config.json');
const configBefore = existsSync(config) ? readFileSync(config, 'utf8') : undefined;

let connection: AwsConnection;
let engine: DockerEngine;
let ecr: TestEcr;
const pushed: string[] = [];

beforeAll(async () => {
  connection = connectTo(REGION);
  engine = await dockerEngine();
  ecr = await startEcr(connection);
});
afterAll(async () => {
  for (const name of pushed) {
    await engine.images.remove(`${ecr.host}/${name}`, { force: true });
    await engine.images.remove(`${ecr.host}/${name.replace(/:.*$/, '')}`, { force: true }).catch(() => undefined);
  }
  await ecr.stop();
  engine.close();
  connection.close();
});

const tools = () => ({ connection, engine, registryHost: ecr.registryHost });

function plan(name: string, purpose: PushPurpose = TRAINING) {
  pushed.push(name);
  return planPush(tools(), { image: TINY_IMAGE, target: pushTarget(name, HOME), purpose }, go);
}

describe('a push', () => {
  it('creates the repository, sends the image, and answers what never means another image', async () => {
    const planned = await plan('sagemaker-push:1');
    expect(planned).toMatchObject({ createsRepository: true, findings: [] });
    const told: PushProgress[] = [];
    const done = await push(tools(), planned, (it) => told.push(it), go);
    expect(done.uri).toBe(`123456789012.dkr.ecr.${REGION}.amazonaws.com/sagemaker-push@${done.digest}`);
    expect(done).toMatchObject({ mediaType: DOCKER_MANIFEST, findings: [] });
    expect(told.at(-1)).toMatchObject({ done: 1 });
    const { repositories } = await connection.clients
      .ecr()
      .send(new DescribeRepositoriesCommand({ repositoryNames: ['sagemaker-push'] }));
    expect(repositories?.[0]?.imageScanningConfiguration?.scanOnPush).toBe(true);
    const image = await engine.images.inspect(`${ecr.host}/sagemaker-push:1`);
    expect(image === undefined ? [] : repositoryDigests(image)).toContain(`${ecr.host}/sagemaker-push@${done.digest}`);
    // Again: nothing to create, nothing to send, the same image.
    const again = await plan('sagemaker-push:1');
    expect(again.createsRepository).toBe(false);
    expect((await push(tools(), again, () => undefined, go)).digest).toBe(done.digest);
  });

  it('leaves no credentials behind', () => {
    expect(existsSync(config) ? readFileSync(config, 'utf8') : undefined).toBe(configBefore);
  });

  it('sends nothing that the hosts can’t run', async () => {
    const planned = await plan('sagemaker-wrong:1', { uses: ['endpoint'], architecture: 'arm64' });
    await expect(push(tools(), planned, () => undefined, go)).rejects.toThrow(/not pushed.*exec format error/);
    const command = new DescribeRepositoriesCommand({ repositoryNames: ['sagemaker-wrong'] });
    await expect(connection.clients.ecr().send(command)).rejects.toThrow(/does not exist/);
    expect(await engine.images.inspect(`${ecr.host}/sagemaker-wrong:1`)).toBeUndefined();
  });

  it('says that the registry did not let it in, and takes its tag away again', async () => {
    const stranger = new AwsConnection({ profile: undefined, region: REGION });
    const planned = await plan('sagemaker-denied:1');
    const sending = push({ ...tools(), connection: stranger }, planned, () => undefined, go);
    await expect(sending).rejects.toMatchObject({
      message: expect.stringContaining('did not let the image in') as string,
      remedy: expect.stringContaining('ecr:PutImage') as string,
    });
    expect(await engine.images.inspect(`${ecr.host}/sagemaker-denied:1`)).toBeUndefined();
    stranger.close();
  });

  it('can be aborted', async () => {
    const planned = await plan('sagemaker-aborted:1');
    const stop = new AbortController();
    const sending = push(
      tools(),
      planned,
      () => {
        stop.abort();
      },
      stop.signal,
    );
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    expect(await engine.images.inspect(`${ecr.host}/sagemaker-aborted:1`)).toBeUndefined();
  });

  it('goes to the account’s own repositories only when one has to be created', async () => {
    const target = pushTarget(`999999999999.dkr.ecr.${REGION}.amazonaws.com/theirs:1`, HOME);
    const planned = await planPush(tools(), { image: TINY_IMAGE, target, purpose: TRAINING }, go);
    await expect(push(tools(), planned, () => undefined, go)).rejects.toThrow(/only that account can create it/);
  });

  it('says that there is no such image here', async () => {
    const target = pushTarget('sagemaker-push:1', HOME);
    const planning = planPush(tools(), { image: 'no-such-image:1', target, purpose: TRAINING }, go);
    await expect(planning).rejects.toThrow(/no image “no-such-image:1” on this machine/);
  });
});

describe('what a registry holds', () => {
  const login = { username: 'AWS', password: 'secret' };
  const place = () => ({ origin: `http://${ecr.host}`, repository: 'sagemaker-push', login });

  it('is read with its platform, size and settings', async () => {
    const image = await readRemoteImage(place(), '1', go);
    expect(image).toMatchObject({ mediaType: DOCKER_MANIFEST, platforms: ['linux/amd64'], labels: { 'sm.test': '1' } });
    expect(image?.environment).toContain('PATH=/opt/program:/bin');
    expect(image?.size).toBeGreaterThan(100_000);
  });

  it('is not there, or not for everybody', async () => {
    expect(await readRemoteImage(place(), 'no-such-tag', go)).toBeUndefined();
    await expect(readRemoteImage({ ...place(), login: undefined }, '1', go)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    const nowhere = { ...place(), origin: 'http://127.0.0.1:1' };
    await expect(readRemoteImage(nowhere, '1', go)).rejects.toMatchObject({ name: 'NetworkError' });
  });

  it('may be an OCI index with an attestation, which is no platform', async () => {
    await connection.clients.ecr().send(new CreateRepositoryCommand({ repositoryName: 'sagemaker-oci' }));
    await putOciIndex();
    const image = await readRemoteImage(place(), 'index', go);
    expect(image).toMatchObject({ mediaType: OCI_INDEX, platforms: ['linux/amd64'], size: undefined });
  });

  /** The image that is there already, as buildx would have pushed it. */
  async function putOciIndex(): Promise<void> {
    const url = `http://${ecr.host}/v2/sagemaker-push/manifests`;
    const authorization = `Basic ${Buffer.from('AWS:secret').toString('base64')}`;
    const there = await fetch(`${url}/1`, { headers: { authorization, accept: DOCKER_MANIFEST } });
    const { config: settings, layers } = (await there.json()) as { config: object; layers: object[] };
    const put = async (tag: string, mediaType: string, body: object) => {
      const text = JSON.stringify({ schemaVersion: 2, mediaType, ...body });
      const headers = { authorization, 'content-type': mediaType };
      const answer = await fetch(`${url}/${tag}`, { method: 'PUT', headers, body: text });
      expect(answer.status, await answer.text()).toBe(201);
      return { mediaType, digest: answer.headers.get('docker-content-digest') ?? '', size: text.length };
    };
    const one = await put('oci', OCI_MANIFEST, {
      config: { ...settings, mediaType: 'application/vnd.oci.image.config.v1+json' },
      layers: layers.map((it) => ({ ...it, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' })),
    });
    await put('index', OCI_INDEX, {
      manifests: [
        { ...one, platform: { os: 'linux', architecture: 'amd64' } },
        { ...one, platform: { os: 'unknown', architecture: 'unknown' } },
      ],
    });
  }
});
