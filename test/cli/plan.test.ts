import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILD_TIMEOUT_MS, buildCli, CLI, makeFolder, runCli } from './run-cli';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');
const IMAGE = '111122223333.dkr.ecr.us-west-2.amazonaws.com/mine:1';

const made: { dispose(): void }[] = [];
function folder(files: Readonly<Record<string, string>>): string {
  const it = makeFolder(files);
  made.push(it);
  return it.path;
}

/** Without an engine, and with nothing of this machine's own. */
const env = { PATH: process.env['PATH'], DOCKER_HOST: 'unix:///nowhere/docker.sock', AWS_REGION: 'eu-central-1' };

function plan(cwd: string, ...args: readonly string[]) {
  return runCli(['plan', ...args], { cwd, env });
}

function training(change: object = {}): string {
  return JSON.stringify(
    {
      TrainingJobName: 'mine',
      AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
      RoleArn: 'arn:aws:iam::111122223333:role/mine',
      InputDataConfig: [
        {
          ChannelName: 'train',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://my-bucket/train/' } },
        },
      ],
      OutputDataConfig: { S3OutputPath: 's3://my-bucket/output' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      ...change,
    },
    undefined,
    2,
  );
}

/** Typed: vitest's own is `any`. */
function containing(text: string): unknown {
  return expect.stringContaining(text);
}

beforeAll(buildCli, BUILD_TIMEOUT_MS);
afterAll(() => {
  for (const it of made) it.dispose();
});

describe('plan', () => {
  it('prints what would run, and how that differs from AWS', () => {
    const cwd = folder({
      'a.training-job.json': training(),
      'a.local.json':
        '{ "s3": { "s3://my-bucket/train": "./data" }, /* here */ "images": { "' + IMAGE + '": "mine:2" } }',
    });
    const { code, out, err } = plan(cwd, 'a.training-job.json');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain(`type=bind,source=${cwd}/data,target=/opt/ml/input/data/train,readonly`);
    expect(out).toMatch(/ {2}mine:2 train\n/);
    expect(out).toContain('TRAINING_JOB_ARN=arn:aws:sagemaker:eu-central-1:111122223333:training-job/mine');
    expect(out).toMatch(/members: \d+ honoured, \d+ ignored, \d+ approximated, 0 refused/);
  });

  it('names the place of every problem, and plans nothing', () => {
    const cwd = folder({ 'a.training-job.json': training({ HyperParameters: { lr: 0.1 } }) });
    const { code, out, err } = plan(cwd, 'a.training-job.json');
    expect(code).toBe(1);
    expect(out).toBe('');
    const line = training({ HyperParameters: { lr: 0.1 } })
      .split('\n')
      .findIndex((it) => it.includes('"lr"'));
    expect(err).toMatch(new RegExp(`^a\\.training-job\\.json:${line + 1}:\\d+: error: .*lr`));
  });

  it('tells of problems in the overlay', () => {
    const cwd = folder({ 'a.training-job.json': training(), 'a.local.json': '{\n  "gpu": 1\n}' });
    const { code, err } = plan(cwd, 'a.training-job.json');
    expect(code).toBe(1);
    expect(err).toMatch(/^a\.local\.json:2:3: error: .*gpu/);
  });

  it('exits with 1 when something is refused', () => {
    const cwd = folder({ 'a.training-job.json': training() });
    const { code, out } = plan(cwd, 'a.training-job.json');
    expect(code).toBe(1);
    expect(out).toContain('s3://my-bucket/train/');
    expect(out).toMatch(/1 refused/);
  });

  it('takes what options say over request and overlay', () => {
    const cwd = folder({
      'a.training-job.json': training({ HyperParameters: { lr: '0.1', depth: '3' } }),
      'a.local.json': JSON.stringify({ env: { A: '1', B: '1', C: '1' }, envFile: 'vars', shmSize: '1g' }),
      vars: '# mine\nC=0\nD=from file\n',
    });
    const { code, out, err } = plan(
      cwd,
      ...['a.training-job.json', '--format', 'json', '--channel', 'train=there', '--channel', 'extra=more'],
      ...['--hyperparameter', 'lr=0.5', '--env', 'B=2', '--shm-size', '2g', '--gpus', 'device=1,0', '--port', '5678'],
      ...['--mount', 'src:/code:ro', '--image', 'other:1', '--instance-count', '2', '--name', 'renamed'],
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    const { plan: made } = JSON.parse(out) as { plan: Record<string, unknown> };
    expect(made).toMatchObject({
      name: 'renamed',
      images: [{ requested: IMAGE, local: 'other:1' }],
      containers: [
        {
          host: 'algo-1',
          shmSize: 2 * 1024 ** 3,
          environment: { A: '1', B: '2', C: '1', D: 'from file' },
          ports: { 5678: 5678 },
        },
        { host: 'algo-2', ports: { 5678: 0 } },
      ],
    });
    const [first] = made['containers'] as { mounts: object[]; files: Record<string, string> }[];
    expect(first?.mounts).toContainEqual(
      expect.objectContaining({ source: join(cwd, 'there'), target: '/opt/ml/input/data/train' }),
    );
    expect(first?.mounts).toContainEqual(
      expect.objectContaining({ source: join(cwd, 'more'), target: '/opt/ml/input/data/extra' }),
    );
    expect(first?.mounts).toContainEqual({ type: 'bind', source: `${cwd}/src`, target: '/code', readOnly: true });
    expect(JSON.parse(first?.files['/opt/ml/input/config/hyperparameters.json'] ?? '')).toEqual({
      lr: '0.5',
      depth: '3',
    });
  });

  it.each([
    [['--gpus', 'two'], /gpus/],
    [['--shm-size', 'big'], /shmSize/],
    [['--port', '70000'], /ports/],
    [['--channel', 'train'], /--channel takes name=value; not train/],
    [['--instance-count', '0'], /--instance-count/],
    [['--instance-type', 'm5'], /InstanceType/],
    [['--env-from', 'nowhere'], /nowhere can’t be read/],
    [['--format', 'xml'], /--format takes text, json; not xml/],
    [['--name', 'a', '--name', 'b'], /--name is given 2 times/],
    [['--name', 'not_a_name'], /TrainingJobName/],
    [['--wat'], /--wat/],
    [['b.json'], /one request document/],
  ])('calls %j wrong', (args, message) => {
    const cwd = folder({ 'a.training-job.json': training() });
    const { code, out, err } = plan(cwd, 'a.training-job.json', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  it.each([[[]], [['--format', 'json']]])('prints no secret of an env file, %j', (format) => {
    const cwd = folder({
      'a.training-job.json': training(),
      data: '1\n',
      vars: 'HF_TOKEN=hush-hush\nDATABASE_URL=postgres://me:hush-hush@host/db\nLEVEL=debug\n',
    });
    const { out } = plan(cwd, 'a.training-job.json', '--channel', 'train=data', '--env-from', 'vars', ...format);
    expect(out).toContain('HF_TOKEN');
    expect(out).toContain('DATABASE_URL');
    expect(out).toContain('debug');
    expect(out).not.toContain('hush');
  });

  it('plans only requests that are there', () => {
    const cwd = folder({ Dockerfile: 'FROM scratch\n' });
    expect(plan(cwd, 'a.training-job.json')).toMatchObject({
      code: 2,
      err: containing('There is no a.tr'),
    });
    expect(plan(cwd, 'Dockerfile')).toMatchObject({ code: 2, err: containing('takes a request') });
    expect(plan(cwd)).toMatchObject({ code: 2 });
  });
});

const documents = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((it) =>
  /\.(?:training-job|processing-job|transform-job|endpoint)\.json$/.test(it),
);

describe('the examples', () => {
  it('are there', () => {
    expect(documents.length).toBeGreaterThan(4);
  });

  it.each(documents)('%s can run', (file) => {
    const { code, out, err } = plan(EXAMPLES, file);
    expect(err).toBe('');
    expect(code).toBe(0);
    // Images of AWS have no Dockerfile.
    const built = existsSync(join(EXAMPLES, dirname(file), 'Dockerfile'));
    expect(out).toContain(built ? 'docker build' : 'docker run');
  });
});

describe('without an engine', () => {
  const cwd = folder({ 'a.training-job.json': training(), 'data/x.csv': '1\n' });
  const home = { ...env, SAGEMAKER_CONTAINERS_HOME: join(cwd, 'home') };

  it('says so, with what to do, and starts nothing', () => {
    const { code, out, err } = runCli(['train', 'a.training-job.json', '--channel', 'train=data'], { cwd, env: home });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/DOCKER_HOST|Docker/);
    expect(runCli(['list'], { cwd, env: home })).toMatchObject({
      code: 0,
      out: '',
      err: containing('Nothing has run'),
    });
  });

  it('doctor says what is missing, and no secret', () => {
    const secret = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'hush-hush' };
    const { code, out } = runCli(['doctor', '--format', 'json'], { cwd, env: { ...home, ...secret } });
    expect(code).toBe(1);
    const findings = JSON.parse(out) as { name: string; ok: boolean; text: string }[];
    expect(findings).toContainEqual(expect.objectContaining({ name: 'engine', ok: false }));
    expect(findings).toContainEqual(
      expect.objectContaining({ name: 'aws', ok: true, text: containing('in the environment') }),
    );
    expect(out).not.toMatch(/AKIA|hush/);
  });

  it.each([
    [['train', 'a.training-job.json', 'b'], /one request document/],
    [['serve', 'a.training-job.json'], /is a training job: train runs it/],
    [['train', './nothing'], /There is no \.\/nothing/],
    [['train', 'data'], /There is no Dockerfile in data/],
    [['build', 'some-image'], /build takes a Dockerfile/],
    [['logs', 'nothing'], /nothing named nothing/],
    [['stop', 'nothing'], /nothing named nothing/],
    [['rm', 'nothing'], /nothing named nothing/],
    [['rm'], /Name the jobs/],
    [['invoke', 'x', '--data', 'nowhere'], /nowhere can't be read/],
    [['constructor'], /no command constructor/],
  ])('%j is a wrong call', (args, message) => {
    const { code, err } = runCli(args, { cwd, env: home });
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  it('an endpoint that is not there is no wrong call', () => {
    const { code, err } = runCli(['invoke', 'nothing', '--data', 'data/x.csv'], { cwd, env: home });
    expect(err).toContain('“nothing”');
    expect(code).toBe(1);
  });
});

describe('what is kept for later jobs', () => {
  const cwd = folder({});

  it.each([['--checkpoints'], ['--images']])('rm %s needs the engine, and says so', (flag) => {
    const { code, err } = runCli(['rm', flag], { cwd, env: { ...env, SAGEMAKER_CONTAINERS_HOME: `${cwd}/home` } });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/nowhere\/docker\.sock/) as unknown });
  });
});

describe('the bundle', () => {
  it('has no engine in it', () => {
    const text = readFileSync(CLI, 'utf8');
    // As booleans: nobody wants to read the bundle.
    expect(/import\("\.\/engine\.js"\)/.test(text)).toBe(true);
    expect(/containers\/create|moby\.filesync/.test(text)).toBe(false);
  });
});
