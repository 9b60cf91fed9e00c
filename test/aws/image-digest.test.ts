import { CreateRepositoryCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { imageDigest } from '../../engine/src/aws/image-digest';
import { connectTo } from './support/connect';

const REGION = 'ap-south-1';
const REPOSITORY = `123456789012.dkr.ecr.${REGION}.amazonaws.com/digests`;
let connection: AwsConnection;

beforeAll(async () => {
  connection = connectTo(REGION);
  await connection.clients.ecr().send(new CreateRepositoryCommand({ repositoryName: 'digests' }));
});
afterAll(() => {
  connection.close();
});

/** Gives the tag to another image; answers its digest. */
async function put(imageTag: string, size: number): Promise<string> {
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size,
      digest: `sha256:${String(size).padStart(64, '0')}`,
    },
    layers: [],
  };
  const imageManifest = JSON.stringify(manifest);
  // Moto's own does not tell manifests apart that have no layers.
  const digest = `sha256:${createHash('sha256').update(imageManifest).digest('hex')}`;
  const command = new PutImageCommand({ repositoryName: 'digests', imageTag, imageManifest, imageDigest: digest });
  await connection.clients.ecr().send(command);
  return digest;
}

it('is what the tag names by now: pushed again, the same tag is another image', async () => {
  const before = await put('1', 1);
  expect(await imageDigest(connection, `${REPOSITORY}:1`)).toBe(before);
  const after = await put('1', 2);
  expect(after).not.toBe(before);
  expect(await imageDigest(connection, `${REPOSITORY}:1`)).toBe(after);
});

it('is not asked for where the reference says it, and not known of what is not there', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(await imageDigest(connection, `${REPOSITORY}@${digest}`)).toBe(digest);
  expect(await imageDigest(connection, `${REPOSITORY}:2`)).toBeUndefined();
  expect(await imageDigest(connection, `${REPOSITORY}-lost:1`)).toBeUndefined();
  expect(await imageDigest(connection, REPOSITORY.replace(REGION, 'eu-west-1'))).toBeUndefined();
  expect(await imageDigest(connection, 'churn:dev')).toBeUndefined();
});
