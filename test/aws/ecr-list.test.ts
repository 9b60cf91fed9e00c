import { CreateRepositoryCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imagesCommand } from '../../cli/src/images-command';
import { UsageError } from '../../cli/src/usage';
import { DOCKER_MANIFEST, OCI_INDEX } from '../../contract/image-manifest';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { byName, imagePage, newestPushFirst, repositoryPage, uriOf } from '../../engine/src/aws/ecr-list';
import type { EcrImageRow } from '../../engine/src/aws/ecr-list';
import { imageDetails } from '../../engine/src/aws/ecr-list-details';
import { pullFromEcr } from '../../engine/src/aws/ecr-pull';
import { planPush, push } from '../../engine/src/aws/push';
import { pushTarget } from '../../engine/src/aws/push-target';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { TINY_IMAGE } from '../docker/support/tiny-image';
import { connectTo } from './support/connect';
import { dockerEngine } from './support/docker';
import { startEcr } from './support/ecr';
import type { TestEcr } from './support/ecr';
import { runCommand } from './support/run-command';

const REGION = 'eu-north-1';
const HOME = { account: '123456789012', region: REGION };
const HOST = `123456789012.dkr.ecr.${REGION}.amazonaws.com`;
const PURPOSE = { uses: ['training'], architecture: 'amd64' } as const;
const go = new AbortController().signal;

let connection: AwsConnection;
let engine: DockerEngine;
let ecr: TestEcr;
let digest: string;

beforeAll(async () => {
  connection = connectTo(REGION);
  engine = await dockerEngine();
  ecr = await startEcr(connection);
  const tools = { connection, engine, registryHost: ecr.registryHost };
  const target = pushTarget('listed/churn:1', HOME);
  const plan = await planPush(tools, { image: TINY_IMAGE, target, purpose: PURPOSE }, go);
  digest = (await push(tools, plan, () => undefined, go)).digest;
  await tell('1', await manifestOf(digest), digest);
  const index = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] });
  await tell('many', index, `sha256:${'1'.repeat(64)}`, OCI_INDEX);
  await connection.clients.ecr().send(new CreateRepositoryCommand({ repositoryName: 'listed/empty' }));
});
afterAll(async () => {
  await engine.images.remove(`${ecr.host}/listed/churn:1`, { force: true });
  await ecr.stop();
  engine.close();
  connection.close();
});

/** Moto hears nothing of what goes to the registry that stands in for ECR's. */
async function tell(imageTag: string, imageManifest: string, imageDigest: string, type = DOCKER_MANIFEST) {
  const input = { repositoryName: 'listed/churn', imageTag, imageManifest, imageDigest };
  await connection.clients.ecr().send(new PutImageCommand({ ...input, imageManifestMediaType: type }));
}

async function manifestOf(reference: string): Promise<string> {
  const authorization = `Basic ${Buffer.from('AWS:secret').toString('base64')}`;
  const answer = await fetch(`http://${ecr.host}/v2/listed/churn/manifests/${reference}`, {
    headers: { authorization, accept: DOCKER_MANIFEST },
  });
  return answer.text();
}

async function churn(): Promise<readonly EcrImageRow[]> {
  const { rows } = await repositoryPage(connection);
  const repository = rows.find(({ name }) => name === 'listed/churn');
  if (repository === undefined) throw new Error('listed/churn is not listed');
  return [...(await imagePage(connection, repository)).rows].sort(newestPushFirst);
}

describe('what ECR holds', () => {
  it('is listed: repositories, and their images with tags, kind and size', async () => {
    const { rows, next } = await repositoryPage(connection);
    expect([...rows].sort(byName)).toMatchObject([
      { name: 'listed/churn', uri: `${HOST}/listed/churn`, account: HOME.account, immutable: false },
      { name: 'listed/empty' },
    ]);
    expect(next).toBeUndefined();
    const images = await churn();
    expect(images.find(({ tags }) => tags.includes('1'))).toMatchObject({
      digest,
      format: { name: 'Docker v2', refusal: undefined },
    });
    const index = images.find(({ tags }) => tags.includes('many'));
    expect(index?.format.name).toBe('OCI index');
    expect(index?.format.refusal?.message).toContain('SageMaker refuses it for models');
    expect(images.map(uriOf).sort()).toEqual([`${HOST}/listed/churn:1`, `${HOST}/listed/churn:many`]);
  });

  it('tells its architecture when the image itself is asked', async () => {
    const image = (await churn()).find(({ tags }) => tags.includes('1'));
    const told = image && (await imageDetails(connection, image, go, ecr.registryHost));
    expect(told).toMatchObject({ platforms: ['linux/amd64'], mediaType: DOCKER_MANIFEST });
    const gone = image && { ...image, digest: `sha256:${'9'.repeat(64)}` };
    expect(gone && (await imageDetails(connection, gone, go, ecr.registryHost))).toBeUndefined();
  });

  it('is pulled with the connection’s own login', async () => {
    const tools = { connection, engine, registryHost: ecr.registryHost };
    expect(await engine.images.inspect(`${ecr.host}/listed/churn:1`)).toBeDefined();
    await engine.images.remove(`${ecr.host}/listed/churn:1`);
    await pullFromEcr(tools, `${HOST}/listed/churn:1`, () => undefined, go);
    expect(await engine.images.inspect(`${ecr.host}/listed/churn:1`)).toBeDefined();
    await expect(pullFromEcr(tools, `${HOST}/listed/churn:2`, () => undefined, go)).rejects.toMatchObject({
      message: expect.stringContaining('could not be pulled') as string,
      remedy: expect.stringContaining('ecr:BatchGetImage') as string,
    });
  });
});

describe('images in the terminal', () => {
  const run = (...args: readonly string[]) => runCommand(imagesCommand, args, { cwd: '/', env: process.env });
  const there = ['--region', REGION];

  it('lists the repositories, and the images of one', async () => {
    const all = await run(...there);
    expect(all).toMatchObject({ code: 0, err: '' });
    expect(all.out).toMatch(new RegExp(`^${HOST}/listed/churn +\\d{4}-\\d\\d-\\d\\d `));
    const one = await run('listed/churn', ...there);
    expect(one.out).toMatch(/^1 .* Docker v2/m);
    expect(one.out).toMatch(/^many .* OCI index \(SageMaker refuses it for models\)/m);
    const empty = await run('listed/empty', ...there);
    expect(empty).toMatchObject({ code: 0, out: '', err: 'The repository listed/empty has no images.\n' });
  });

  it('gives the same as JSON, no more than are wanted', async () => {
    const { out, err } = await run(`${HOST}/listed/churn`, '--format', 'json', '--limit', '1', ...there);
    expect(JSON.parse(out)).toMatchObject([{ repository: { uri: `${HOST}/listed/churn` } }]);
    expect((JSON.parse(out) as unknown[]).length).toBe(1);
    expect(err).toBe('These are the newest 1; --limit shows more.\n');
  });

  it('says that there is no such repository, and what it takes', async () => {
    await expect(run('listed/none', ...there)).rejects.toThrow(/listed\/none/);
    await expect(run('listed/churn:1', ...there)).rejects.toThrow(UsageError);
    await expect(run('listed/churn')).rejects.toThrow(UsageError);
  });
});
