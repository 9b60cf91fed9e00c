import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it, vi } from 'vitest';
import { listTests } from '../../engine/src/conformance/catalogue';
import { testImage } from '../../engine/src/conformance/test-image';
import type { ConformanceResult, ConformanceRole, Payload } from '../../engine/src/conformance/types';
import type { DockerEngine } from '../../engine/src/docker/engine';
import type { Owner } from '../../engine/src/docker/labels';
import { OWNED_LABEL, OWNER_PID_LABEL } from '../../engine/src/docker/labels';
import { planEndpoint } from '../../engine/src/plan/serving';
import { planTraining } from '../../engine/src/plan/training';
import { DEFAULT_OVERLAY } from '../../engine/src/requests/overlay';
import { buildCli, CLI } from '../cli/run-cli';
import {
  BIND_LABEL,
  BOUND_SERVE,
  buildVariant,
  DISTRIBUTED_TRAIN,
  HANDLER,
  HEALTHY,
  MODELS_HANDLER,
  MODELS_LABEL,
  SERVE,
  tellingIsolation,
  TRAIN,
} from './support/broken-images';
import { describeWithEngine, leftovers, testEngine, testOwner } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const CONTEXT = { folder: os.tmpdir(), account: '000000000000', region: 'us-east-1' };
const ROLE = 'arn:aws:iam::000000000000:role/local';
function channel(name: string) {
  const source = { S3DataType: 'S3Prefix', S3Uri: `s3://local/${name}` } as const;
  return { ChannelName: name, DataSource: { S3DataSource: source } };
}

describeWithEngine('tests of the contract, on a real engine', () => {
  let engine: DockerEngine;
  let owner: Owner;
  let temporary: string;
  const tags: string[] = [];

  beforeAll(async () => {
    engine = tellingIsolation(await testEngine());
    owner = await testOwner();
  });
  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(CONTEXT.folder, 'sm-conformance-'));
    vi.stubEnv('TMPDIR', temporary);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    const files = fs.readdirSync(temporary);
    fs.rmSync(temporary, { recursive: true });
    expect(await leftovers(engine, owner)).toEqual([]);
    expect(files).toEqual([]);
  });
  afterAll(async () => {
    for (const tag of tags) await engine.images.remove(tag, { force: true });
    engine.close();
  });

  /** The tiny image with other programs. */
  async function imageWith(programs: Readonly<Record<string, string>>, lines = ''): Promise<string> {
    const tag = await buildVariant(engine, { programs, lines });
    tags.push(tag);
    return tag;
  }

  function run(
    image: string,
    given: {
      role?: ConformanceRole;
      payloads?: readonly Payload[];
      timeoutSeconds?: number;
      signal?: AbortSignal;
      slow?: boolean;
      only?: readonly string[];
      onResult?: (result: ConformanceResult) => void;
      hosts?: number;
      isolated?: boolean;
      data?: string;
    } = {},
  ) {
    const name = 'conformance';
    const training = planTraining(
      {
        TrainingJobName: name,
        AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
        HyperParameters: { epochs: '5' },
        EnableNetworkIsolation: given.isolated === true,
        ...(given.data === undefined ? {} : { InputDataConfig: [channel('train')] }),
        RoleArn: ROLE,
        OutputDataConfig: { S3OutputPath: 's3://local/output' },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: given.hosts ?? 1, VolumeSizeInGB: 30 },
        StoppingCondition: { MaxRuntimeInSeconds: 600 },
      },
      given.data === undefined ? DEFAULT_OVERLAY : { ...DEFAULT_OVERLAY, s3: { 's3://local/train': given.data } },
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
        timeoutSeconds: given.timeoutSeconds ?? 60,
        onNote: () => undefined,
        ...(given.only === undefined ? {} : { only: given.only }),
        ...(given.onResult === undefined ? {} : { onResult: given.onResult }),
      },
      given.signal ?? new AbortController().signal,
    );
  }

  async function failures(image: string, given?: Parameters<typeof run>[1]) {
    const results = await run(image, given);
    return results.filter((it) => it.outcome === 'failed').map((it) => [it.id, ...it.requirements]);
  }

  it('finds nothing wrong with an image that keeps to the contract', async () => {
    const image = await imageWith({ serve: BOUND_SERVE }, BIND_LABEL);
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
      'image-media-type',
      'train-failure',
      'train-stops',
      'train-pipe',
      'bidirectional-stream',
      'models-load',
      'models-list',
      'models-invoke',
      'models-unload',
    ]);
  });

  it.each([['an answer that is not the one expected', { handler: HANDLER }, ['invocations', 'HTTP-12'], '9']])(
    'names the requirement: %s',
    async (_, programs, expected, answer) => {
      const payloads = [{ name: 'x', contentType: 'text/csv', body: Buffer.from('1'), expected: Buffer.from(answer) }];
      expect(await failures(await imageWith(programs), { payloads })).toEqual([expected]);
    },
  );

  it.each([
    ['another port', { serve: SERVE.replace('-p 8080', '-p 9090') }, '', ['serve-listens', 'HTTP-01']],
    [
      'loopback',
      { serve: SERVE.replace(/^nc .* & /m, 'httpd -f -p 127.0.0.1:8080 & ') },
      '',
      ['serve-listens', 'NET-06'],
    ],
    ['/ping 404', {}, '', ['ping-healthy', 'HTTP-02', 'HTTP-03']],
    ['a promise of another port', { handler: HEALTHY }, BIND_LABEL, ['bind-to-port', 'PIPE-01']],
  ])('names the requirement of a server that does not get healthy: %s', async (_, programs, more, expected) => {
    const image = await imageWith(programs, more);
    // Time to start on a machine with much to do; after that it is how it is.
    expect(await failures(image, { role: 'inference', timeoutSeconds: 12 })).toEqual([expected]);
  });

  it.each([
    ['no serve', {}, 'RUN rm /opt/program/serve\n', ['serve-starts', 'LAUNCH-02']],
    [
      'SIGTERM ignored',
      { handler: HEALTHY, serve: '#!/bin/sh\nnc -ll -p 8080 -e /opt/program/handler\necho over\n' },
      '',
      ['serve-stops', 'EXIT-04'],
    ],
    [
      'the end by an unknown content type',
      { handler: HEALTHY.replace('body=$(', 'case "$ctype" in *no-such*) kill -9 $(pidof nc); exit;; esac; body=$(') },
      '',
      ['unknown-content-type', 'HTTP-11'],
    ],
    [
      'a promise of streams in both directions',
      { handler: HEALTHY },
      BIND_LABEL.replace('accept-bind-to-port', 'bidirectional-streaming'),
      ['bidirectional-stream', 'STREAM-03', 'STREAM-04'],
    ],
  ])('names the requirement: %s', async (_, programs, more, expected) => {
    const image = await imageWith(programs, more);
    expect(await failures(image, { role: 'inference' })).toEqual([expected]);
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

  it.each([2, 1])('passes a training that finds the other hosts of its job; %i asked for', async (asked) => {
    const image = await imageWith({ train: DISTRIBUTED_TRAIN });
    const results = await run(image, { role: 'training', hosts: asked });
    const hosts = results.find((it) => it.id === 'train-two-hosts');
    expect(hosts).toMatchObject({ outcome: 'passed', evidence: ['algo-1: exit code 0', 'algo-2: exit code 0'] });
    expect(results.filter((it) => it.outcome === 'failed')).toEqual([]);
  });

  const outside = '[ -z "$TEST_ISOLATED" ] || { echo "no way out"; exit 4; }\n';
  it.each([
    [
      'a training for one host',
      { train: `${TRAIN}grep -q '"current_host": "algo-1"' $P/input/config/resourceconfig.json\n` },
      'train-two-hosts',
      'CFG-05',
    ],
    ['a training that needs a network', { train: `${TRAIN}${outside}` }, 'train-isolated', 'NET-01'],
    [
      'a training that says it failed, and ends well',
      { train: `${TRAIN}echo no >/opt/ml/output/failure\n` },
      'train-failure',
      'EXIT-02',
    ],
  ])('names the requirement of what was asked for: %s', async (_, programs, id, requirement) => {
    const image = await imageWith(programs);
    const [failed, ...others] = await failures(image, { role: 'training', only: ['train-succeeds', id] });
    expect(failed?.slice(0, 2)).toEqual([id, requirement]);
    expect(others).toEqual([]);
    // It is no failure of what nobody asked for, unless it is wrong whatever is asked.
    const unasked = await failures(image, { role: 'training' });
    expect(unasked.map(([it]) => it)).toEqual(id === 'train-failure' ? [id] : []);
  });

  it('gives channels through pipes when it is asked to', async () => {
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-conformance-data-'));
    try {
      fs.writeFileSync(path.join(data, 'a.csv'), '1,2\n');
      const D = '/opt/ml/input/data/train';
      const reads = await imageWith({ train: `#!/bin/sh\n[ -d ${D} ] || cat ${D}_0\necho m >/opt/ml/model/m\n` });
      const only = ['train-succeeds', 'train-pipe'];
      const results = await run(reads, { role: 'training', only, data });
      expect(results.map((it) => [it.id, it.outcome])).toEqual(only.map((id) => [id, 'passed']));
      const files = await imageWith({ train: `#!/bin/sh\ncat ${D}/a.csv\n` });
      expect(await failures(files, { role: 'training', only, data })).toEqual([['train-pipe', 'DATA-02']]);
    } finally {
      fs.rmSync(data, { recursive: true });
    }
  });

  it('knows a hyperparameter that was taken for a number', async () => {
    const error = "TypeError: '<' not supported between instances of 'int' and 'str'";
    const image = await imageWith({ train: `#!/bin/sh\necho "${error}" >&2\nexit 1\n` });
    expect(await failures(image, { role: 'training' })).toEqual([['train-succeeds', 'EXIT-01', 'CFG-01']]);
  });

  /** Refuses the first invocation. */
  const early = HEALTHY.replace(
    'echo "invocations',
    'mkdir /tmp/asked 2>/dev/null && { rsp "503 Busy" text/plain no; exit; }; echo "invocations',
  );
  it.each([
    ['/ping 200 before it is ready', { handler: early }, ['ping-ready', 'HTTP-04']],
    [
      'an empty body that ends it',
      { handler: HEALTHY.replace('body=$(', '[ "$len" = 0 ] && kill -9 $(pidof nc); body=$(') },
      ['empty-body', 'HTTP-11'],
    ],
    [
      'an unknown content type that is an error of its own',
      {
        handler: HEALTHY.replace(
          'body=$(',
          'case "$ctype" in *no-such*) rsp "500 Oops" text/plain no; exit;; esac; body=$(',
        ),
      },
      ['unknown-content-type', 'HTTP-11'],
    ],
    [
      'a limit for bodies',
      {
        handler: HEALTHY.replace(
          'body=$(',
          '[ "$len" -gt 7000000 ] && { rsp "413 Too Large" text/plain no; exit; }; body=$(',
        ),
      },
      ['body-limit', 'HTTP-08'],
    ],
    [
      'a page where /execution-parameters should be',
      { handler: HEALTHY.replace(' *) rsp "404', ' *) rsp "200 OK" text/html "<p>hello"; exit; rsp "404') },
      ['execution-parameters', 'BATCH-02'],
    ],
    [
      'no /invocations',
      { handler: HEALTHY.replace('"POST /invocations")', '"POST /predict")') },
      ['invocations', 'HTTP-12'],
    ],
  ])('names the requirement of a server: %s', async (_, programs, expected) => {
    const image = await imageWith(programs);
    expect(await failures(image, { role: 'inference' })).toEqual([expected]);
  });

  it('knows a server that can do one thing at a time', async () => {
    const one = '#!/bin/sh\ntrap "exit 0" TERM\nwhile true; do nc -l -p 8080 -e /opt/program/handler; done & wait\n';
    const image = await imageWith({ handler: HEALTHY, serve: one });
    const only = ['ping-while-busy'];
    expect(await failures(image, { role: 'inference', only })).toEqual([['ping-while-busy', 'HTTP-05']]);
  });

  it('knows a server that writes to its model', async () => {
    const image = await imageWith({
      serve: SERVE.replace('echo "serving', 'touch /opt/ml/model/cache || exit 1; echo "serving'),
    });
    expect(await failures(image)).toEqual([['model-read-only', 'FS-09']]);
  });

  it.each([
    ['a network', SERVE.replace('echo "serving', `${outside}echo "serving`), 'serve-isolated', 'NET-01'],
    [
      'root',
      SERVE.replace('echo "serving', 'touch /opt/program/log || exit 1; echo "serving'),
      'serve-rootless',
      'SLS-05',
    ],
  ])('knows a server that needs %s, when it is asked for', async (_, serve, id, requirement) => {
    const image = await imageWith({ handler: HEALTHY, serve });
    const only = ['serve-isolated', 'serve-rootless'];
    expect(await failures(image, { role: 'inference', only })).toEqual([[id, requirement]]);
    expect(await failures(image, { role: 'inference' })).toEqual([]);
  });

  it('tries the multi-model API where it is promised', async () => {
    const only = ['models-load', 'models-list', 'models-invoke', 'models-unload'];
    const good = await run(await imageWith({ handler: MODELS_HANDLER }, MODELS_LABEL), { only });
    expect(good.map((it) => [it.id, it.outcome])).toEqual(only.map((id) => [id, 'passed']));
  });

  it.each([
    ['none of it', HEALTHY, ['models-load', 'MME-02', 'MME-03']],
    ['loads it again', MODELS_HANDLER.replace('409 Conflict', '200 OK'), ['models-load', 'MME-02', 'MME-03']],
    [
      'lists nothing',
      MODELS_HANDLER.replace('"GET /models")', '"GET /models") rsp "200 OK" text/plain "{}"; exit'),
      ['models-list', 'MME-04'],
    ],
    [
      'answers for any model',
      MODELS_HANDLER.replace('>/dev/null; if', '>/dev/null; if true ||'),
      ['models-invoke', 'MME-05'],
    ],
    ['keeps it', MODELS_HANDLER.replace('rm /tmp', 'true /tmp'), ['models-unload', 'MME-04']],
  ])('knows a server with multi-model label that %s', async (_, handler, expected) => {
    const image = await imageWith({ handler }, MODELS_LABEL);
    expect(await failures(image, { role: 'inference' })).toEqual([expected]);
  });

  it.each([
    ['ENTRYPOINT train', ['image-entrypoint', 'LAUNCH-04']],
    ['USER 1000', ['image-user', 'LAUNCH-16']],
    ['VOLUME /opt/ml/model', ['image-volumes', 'FS-04']],
    ['LABEL com.amazonaws.sagemaker.capabilities.multi-models=yes', ['image-labels', 'IMG-11', 'MME-01', 'PIPE-02']],
  ])('looks at the image: %s', async (line, expected) => {
    const image = await imageWith({}, `${line}\n`);
    const only = listTests([]).map((it) => it.id);
    expect(await failures(image, { only })).toEqual([expected]);
  });

  it('runs the tests that are named, and tells each result once', async () => {
    const told: string[] = [];
    const only = ['ping-healthy', 'image-user', 'serve-stops'];
    const image = await imageWith({ handler: HEALTHY });
    const results = await run(image, { role: 'inference', only, onResult: (it) => told.push(it.id) });
    expect(results.map((it) => it.id)).toEqual(['image-user', 'ping-healthy', 'serve-stops']);
    expect(told).toEqual(results.map((it) => it.id));
  });

  it('holds a role against an image only when it plays no other, or when it is asked for', async () => {
    const image = await imageWith({}, 'RUN rm /opt/program/serve\n');
    expect(await failures(image)).toEqual([]);
    const deaf = await imageWith({ handler: HEALTHY }, 'ENTRYPOINT ["/opt/program/serve"]\n');
    expect(await failures(deaf)).toEqual([]);
    const none = await imageWith({}, 'RUN rm /opt/program/serve /opt/program/train\n');
    expect((await failures(none)).map(([id]) => id)).toEqual(['train-starts', 'serve-starts']);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const image = await imageWith({ serve: '#!/bin/sh\nsleep 1000\n' });
    const signal = AbortSignal.timeout(2_000);
    await expect(run(image, { role: 'inference', timeoutSeconds: 60, signal })).rejects.toThrow();
  });

  it('leaves nothing behind when it is interrupted in the middle of several trials', async () => {
    // Trains at once; what is tried then, several at a time, goes on for ever.
    const train = `${TRAIN}grep -q algo-2 $P/input/config/resourceconfig.json && sleep 1000; [ -z "$TEST_ISOLATED" ] || sleep 1000\n`;
    const image = await imageWith({ train });
    const stop = new AbortController();
    const onResult = (it: ConformanceResult) => {
      if (it.id === 'train-succeeds')
        setTimeout(() => {
          stop.abort();
        }, 2_000);
    };
    const found = run(image, { role: 'training', timeoutSeconds: 60, signal: stop.signal, onResult });
    await expect(found).rejects.toThrow();
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
    expect(out).toContain('<testsuite name="sm-test-tiny:1" tests="17" failures="0"');
    expect(code).toBe(0);
    const filters = { label: [`${OWNED_LABEL}=true`, `${OWNER_PID_LABEL}=${child.pid ?? 0}`] };
    expect(await engine.containers.list(filters)).toEqual([]);
  });
});
