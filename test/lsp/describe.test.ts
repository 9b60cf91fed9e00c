import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { DescribeRequest } from '../../server/src/lsp/messages';
import { buildServer, TestClient } from './start-server';

const TRAINING = '# sagemaker: roles=training\nFROM python:3.12-slim\nCMD ["python", "train.py"]\n';

let client: TestClient;

beforeAll(buildServer, 60_000);
afterEach(async () => {
  await client.stop();
});

it('tells roles and findings of a Dockerfile that no editor shows, as it is on disk now', async () => {
  client = await TestClient.start({ files: { Dockerfile: TRAINING } });
  const uri = client.uri('Dockerfile');
  const told = await client.connection.sendRequest(DescribeRequest, { uri });
  expect(told).toMatchObject({ uri, roles: ['training'], state: 'ready' });
  expect(told?.findings.error).toBeGreaterThan(0);

  writeFileSync(join(client.folder, 'Dockerfile'), TRAINING.replace('training', 'processing'));
  expect(await client.connection.sendRequest(DescribeRequest, { uri })).toMatchObject({ roles: ['processing'] });

  rmSync(join(client.folder, 'Dockerfile'));
  expect(await client.connection.sendRequest(DescribeRequest, { uri })).toBeNull();
});

it('believes the editor more than the disk', async () => {
  client = await TestClient.start({ files: { Dockerfile: 'FROM scratch\n' } });
  const uri = await client.open('Dockerfile', TRAINING);
  expect(await client.connection.sendRequest(DescribeRequest, { uri })).toMatchObject({ roles: ['training'] });
});

it('knows nothing of what has no path, and of a Dockerfile for something else no role', async () => {
  client = await TestClient.start({ files: { Dockerfile: 'FROM node:22\nCMD ["node", "app.js"]\n' } });
  expect(await client.connection.sendRequest(DescribeRequest, { uri: 'untitled:Dockerfile' })).toBeNull();
  const told = await client.connection.sendRequest(DescribeRequest, { uri: client.uri('Dockerfile') });
  expect(told).toMatchObject({ roles: [], findings: { error: 0, warning: 0 } });
});
