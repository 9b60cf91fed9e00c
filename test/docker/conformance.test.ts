import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { testImage } from '../../engine/src/conformance/test-image';
import type { ConformanceRole, Payload } from '../../engine/src/conformance/types';
import { buildImage } from '../../engine/src/docker/build/build-image';
import type { DockerEngine } from '../../engine/src/docker/engine';
import type { Owner } from '../../engine/src/docker/labels';
import { OWNED_LABEL, OWNER_PID_LABEL } from '../../engine/src/docker/labels';
import { planEndpoint } from '../../engine/src/plan/serving';
import { planTraining } from '../../engine/src/plan/training';
import { DEFAULT_OVERLAY } from '../../engine/src/requests/overlay';
import { buildCli, CLI } from '../cli/run-cli';
import { describeWithEngine, leftovers, testEngine, testOwner } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const CONTEXT = { folder: os.tmpdir(), account: '000000000000', region: 'us-east-1' };
const ROLE = 'arn:aws:iam::000000000000:role/local';
const SERVE = fs.readFileSync(path.join(import.meta.dirname, 'support/tiny/serve.sh'), 'utf8');
const HANDLER = fs.readFileSync(path.join(import.meta.dirname, 'support/tiny/handler.sh'), 'utf8');

/** A server of the tiny image that keeps to more of the contract than the plain one. */
const BOUND_SERVE = SERVE.replace('-p 8080', '-p ${SAGEMAKER_BIND_TO_PORT:-8080}');
const LABEL = 'LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\n';

describeWithEngine('tests of the contract, on a real engine', () => {
  let engine: DockerEngine;
  let owner: Owner;
  const tags: string[] = [];

  beforeAll(async () => {
    engine = await testEngine();
    owner = await testOwner();
  });
  afterEach(async () => {
    expect(await leftovers(engine, owner)).toEqual([]);
  });
  afterAll(async () => {
    for (const tag of tags) await engine.images.remove(tag, { force: true });
    engine.close();
  });

  /** The tiny image with other programs. */
  async function imageWith(programs: Readonly<Record<string, string>>, more = ''): Promise<string> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-conformance-'));
    try {
      const copies = Object.keys(programs).map((name) => `COPY ${name} /opt/program/${name}\n`);
      fs.writeFileSync(path.join(folder, 'Dockerfile'), `FROM ${TINY_IMAGE}\n${copies.join('')}${more}`);
      for (const [name, text] of Object.entries(programs)) {
        fs.writeFileSync(path.join(folder, name), text, { mode: 0o755 });
      }
      const tag = `sm-test-conformance:${crypto.randomUUID()}`;
      tags.push(tag);
      const dockerfile = path.join(folder, 'Dockerfile');
      await buildImage(
        engine.socket,
        { contextDir: folder, dockerfile, tag, platform: 'linux/amd64' },
        { signal: AbortSignal.timeout(50_000), onEvent: () => undefined },
      );
      return tag;
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }

  function run(
    image: string,
    given: {
      role?: ConformanceRole;
      payloads?: readonly Payload[];
      timeoutSeconds?: number;
      signal?: AbortSignal;
      slow?: boolean;
    } = {},
  ) {
    const name = 'conformance';
    const training = planTraining(
      {
        TrainingJobName: name,
        AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
        RoleArn: ROLE,
        OutputDataConfig: { S3OutputPath: 's3://local/output' },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
        StoppingCondition: { MaxRuntimeInSeconds: 600 },
      },
      DEFAULT_OVERLAY,
      CONTEXT,
    );
    const serving = planEndpoint(
      {
        Model: { ModelName: name, PrimaryContainer: { Image: image }, ExecutionRoleArn: ROLE },
        EndpointConfig: {
          EndpointConfigName: name,
          ProductionVariants: [
            { VariantName: 'All', ModelName: name, InitialInstanceCount: 1, InstanceType: 'ml.m5.large' },
          ],
        },
        Endpoint: { EndpointName: name, EndpointConfigName: name },
      },
      DEFAULT_OVERLAY,
      CONTEXT,
    );
    return testImage(
      {
        engine,
        owner,
        build: () => Promise.resolve(),
        training: given.role === 'inference' ? undefined : { ...training, stopGraceSeconds: 1 },
        serving: given.role === 'training' ? undefined : { ...serving, stopGraceSeconds: 3 },
        guess: given.role === undefined,
        payloads: given.payloads ?? [],
        slow: given.slow === true,
        timeoutSeconds: given.timeoutSeconds ?? 15,
        onNote: () => undefined,
      },
      given.signal ?? new AbortController().signal,
    );
  }

  async function failures(image: string, given?: Parameters<typeof run>[1]) {
    const results = await run(image, given);
    return results.filter((it) => it.outcome === 'failed').map((it) => [it.id, ...it.requirements]);
  }

  it('finds nothing wrong with an image that keeps to the contract', async () => {
    const image = await imageWith({ serve: BOUND_SERVE }, LABEL);
    const payloads = [
      {
        name: 'x.csv',
        contentType: 'text/csv',
        body: Buffer.from('1,2'),
        expected: Buffer.from('{"predictions": [3]}\n'),
      },
    ];
    const results = await run(image, { payloads });
    expect(results.filter((it) => it.outcome === 'failed')).toEqual([]);
    expect(results.filter((it) => it.outcome === 'skipped').map((it) => it.id)).toEqual([
      'train-failure',
      'train-stops',
    ]);
  });

  it.each([['an answer that is not the one expected', { handler: HANDLER }, ['invocations', 'HTTP-12'], '9']])(
    'names the requirement: %s',
    async (_, programs, expected, answer) => {
      const payloads = [{ name: 'x', contentType: 'text/csv', body: Buffer.from('1'), expected: Buffer.from(answer) }];
      expect(await failures(await imageWith(programs), { payloads })).toEqual([expected]);
    },
  );

  const healthy = HANDLER.replace('[ -f /opt/ml/model/model.json ]', 'true');
  it.each([
    ['no serve', {}, 'RUN rm /opt/program/serve\n', ['serve-starts', 'LAUNCH-02']],
    ['another port', { serve: SERVE.replace('-p 8080', '-p 9090') }, '', ['serve-listens', 'HTTP-01']],
    [
      'loopback',
      { serve: SERVE.replace(/^nc .* & /m, 'httpd -f -p 127.0.0.1:8080 & ') },
      '',
      ['serve-listens', 'NET-06'],
    ],
    ['/ping 404', {}, '', ['ping-healthy', 'HTTP-02', 'HTTP-03']],
    [
      'SIGTERM ignored',
      { handler: healthy, serve: '#!/bin/sh\nnc -ll -p 8080 -e /opt/program/handler\necho over\n' },
      '',
      ['serve-stops', 'EXIT-04'],
    ],
    [
      'the end by an unknown content type',
      { handler: healthy.replace('body=$(', 'case "$ctype" in *no-such*) kill -9 $(pidof nc); exit;; esac; body=$(') },
      '',
      ['unknown-content-type', 'HTTP-11'],
    ],
    ['a promise of another port', { handler: healthy }, LABEL, ['bind-to-port', 'PIPE-01']],
  ])('names the requirement: %s', async (_, programs, more, expected) => {
    const image = await imageWith(programs, more);
    expect(await failures(image, { role: 'inference', timeoutSeconds: 4 })).toEqual([expected]);
  });

  it.each([
    ['no train', {}, 'RUN rm /opt/program/train\n', ['train-starts', 'LAUNCH-01']],
    ['no model', { train: '#!/bin/sh\necho trained\n' }, '', ['train-model', 'FS-05']],
    ['a failure', { train: '#!/bin/sh\necho no >/opt/ml/output/failure; exit 3\n' }, '', ['train-succeeds', 'EXIT-01']],
  ])('names the requirement of training: %s', async (_, programs, more, expected) => {
    const image = await imageWith(programs, more);
    expect(await failures(image, { role: 'training' })).toEqual([expected]);
  });

  it('stops a training when there is time for it', async () => {
    const image = await imageWith({ train: '#!/bin/sh\ntrap "" TERM\nsleep 5\necho m >/opt/ml/model/m\n' });
    expect(await failures(image, { role: 'training', slow: true })).toEqual([['train-stops', 'EXIT-03']]);
  });

  it('holds a role against an image only when it plays no other, or when it is asked for', async () => {
    const image = await imageWith({}, 'RUN rm /opt/program/serve\n');
    expect(await failures(image)).toEqual([]);
    const deaf = await imageWith({ handler: healthy }, 'ENTRYPOINT ["/opt/program/serve"]\n');
    expect(await failures(deaf)).toEqual([]);
    const none = await imageWith({}, 'RUN rm /opt/program/serve /opt/program/train\n');
    expect((await failures(none)).map(([id]) => id)).toEqual(['train-starts', 'serve-starts']);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const image = await imageWith({ serve: '#!/bin/sh\nsleep 1000\n' });
    const signal = AbortSignal.timeout(2_000);
    await expect(run(image, { role: 'inference', timeoutSeconds: 60, signal })).rejects.toThrow();
  });

  it('is a command', async () => {
    buildCli();
    const env = { ...process.env, DOCKER_HOST: `unix://${inject('engineSocket')}` };
    const child = spawn(process.execPath, [CLI, 'test', TINY_IMAGE, '--role', 'training', '--format', 'junit'], {
      env,
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    const code = await new Promise((done) => child.on('close', done));
    expect(out).toContain('<testsuite name="sm-test-tiny:1" tests="10" failures="0"');
    expect(code).toBe(0);
    const filters = { label: [`${OWNED_LABEL}=true`, `${OWNER_PID_LABEL}=${child.pid ?? 0}`] };
    expect(await engine.containers.list(filters)).toEqual([]);
  });
});
