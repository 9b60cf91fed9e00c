import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeCommand } from '../../cli/src/describe-command';
import { invokeCommand } from '../../cli/src/invoke-command';
import { listCommand } from '../../cli/src/list-command';
import { logsCommand } from '../../cli/src/logs-command';
import { rmCommand } from '../../cli/src/rm-command';
import { saveCommand } from '../../cli/src/save-command';
import { stopCommand } from '../../cli/src/stop-command';
import type { Command } from '../../cli/src/terminal';
import { UsageError } from '../../cli/src/usage';
import { TRAINING_JOB } from '../unit/engine/requests/documents';
import { motoEnvironment } from './support/connect';
import type { HttpSageMaker } from './support/http-sagemaker';
import { startHttpSageMaker } from './support/http-sagemaker';
import { runCommand } from './support/run-command';

const AT_AWS = ['--region', 'us-west-2'];

let server: HttpSageMaker;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sm-aws-commands-'));
});
afterAll(async () => {
  await rm(home, { recursive: true });
});

beforeEach(async () => {
  server = await startHttpSageMaker({
    run: async ({ name, log, stopped }) => {
      log('hello');
      if (name === 'runs') {
        await new Promise((resolve) => {
          stopped.addEventListener('abort', resolve);
        });
      }
      return undefined;
    },
    answer: (_name, { body }) =>
      new TextDecoder().decode(body) === 'asked'
        ? { status: 200, body: new TextEncoder().encode('said') }
        : { status: 500, body: new TextEncoder().encode('no') },
  });
  Object.assign(process.env, motoEnvironment(server.url));
  await server.memory.createTrainingJob({ ...TRAINING_JOB, TrainingJobName: 'runs' });
  await server.memory.createTrainingJob({ ...TRAINING_JOB, TrainingJobName: 'done' });
  await server.memory.createModel({ ModelName: 'm', PrimaryContainer: { Image: 'image' } });
  const variant = { VariantName: 'v', ModelName: 'm' };
  await server.memory.createEndpointConfig({ EndpointConfigName: 'c', ProductionVariants: [variant] });
  await server.memory.createEndpoint({ EndpointName: 'live', EndpointConfigName: 'c' });
  await new Promise(setImmediate);
  return () => server.stop();
});

const run = (command: Command, ...args: readonly string[]) =>
  runCommand(command, args, { cwd: home, env: { SAGEMAKER_CONTAINERS_HOME: join(home, 'kept') } });

const namesThere = async () =>
  (await server.memory.listTrainingJobs()).TrainingJobSummaries?.map((it) => it.TrainingJobName);

describe('list', () => {
  it('shows what is at AWS, and here what is here', async () => {
    const there = await run(listCommand, ...AT_AWS);
    expect(there.out).toMatch(
      /^endpoint +live +InService .*\ntraining-job +done +Completed .*\ntraining-job +runs +InP/,
    );
    expect((await run(listCommand)).out).toBe('');
  });

  it('says when there are more than it shows', async () => {
    const { out, err } = await run(listCommand, ...AT_AWS, '--limit', '1', '--format', 'json');
    expect((JSON.parse(out) as { name: string }[]).map((it) => it.name)).toEqual(['live', 'done']);
    expect(err).toBe('Of training-jobs these are the newest 1; --limit shows more.\n');
    await expect(run(listCommand, '--limit', 'all')).rejects.toThrow(UsageError);
  });
});

describe('a tuning job', () => {
  beforeEach(() => {
    const objective = { MetricName: 'validation:auc', Value: 0.91 };
    const one = {
      TrainingJobName: 'tune-001',
      TrainingJobStatus: 'Completed',
      CreationTime: new Date(1_700_000_100_000),
    };
    const trained = [
      { ...one, FinalHyperParameterTuningJobObjectiveMetric: objective, TunedHyperParameters: { eta: '0.1' } },
    ];
    server.tuning.put('tune', { status: 'InProgress', created: new Date(1_700_000_000_000), trained });
  });

  it('is listed with how far it is, and its training jobs with what they reached', async () => {
    const all = await run(listCommand, ...AT_AWS);
    expect(all.out).toMatch(
      /tuning-job {6}tune {2}InProgress +2023-11-14 22:13:20 {2}1 completed, 2 running, 0 failed/,
    );
    const { out } = await run(listCommand, 'tuning-job/tune', ...AT_AWS);
    expect(out).toMatch(/^training-job {4}tune-001 {2}Completed +2023-11-14 22:15:00 {2}validation:auc 0.91\n$/);
    const json = JSON.parse((await run(listCommand, 'tune', '--format', 'json', ...AT_AWS)).out) as unknown;
    expect(json).toMatchObject([{ name: 'tune-001', hyperparameters: { eta: '0.1' } }]);
  });

  it('is described and stopped by its name', async () => {
    const { out } = await run(describeCommand, 'tune', ...AT_AWS);
    expect(JSON.parse(out)).toMatchObject({
      HyperParameterTuningJobName: 'tune',
      HyperParameterTuningJobStatus: 'InProgress',
    });
    await expect(run(stopCommand, 'tuning-job/tune', ...AT_AWS)).rejects.toThrow(/^Stop tuning-job\/tune in account/);
    expect(server.tuning.statusOf('tune')).toBe('InProgress');
    const { code, err } = await run(stopCommand, 'tune', '--yes', ...AT_AWS);
    expect([code, err]).toEqual([0, 'Asked to stop: tune.\n']);
    expect(server.tuning.statusOf('tune')).toBe('Stopping');
  });

  it('has no log: that is said, with what has one', async () => {
    const asked = run(logsCommand, 'tuning-job/tune', ...AT_AWS);
    await expect(asked).rejects.toMatchObject({ remedy: expect.stringContaining('list tuning-job/tune') as string });
  });

  it('is not looked for on this machine', async () => {
    await expect(run(listCommand, 'tune')).rejects.toThrow(UsageError);
    const none = run(listCommand, 'none', ...AT_AWS);
    await expect(none).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

it('describe prints what the Describe call tells', async () => {
  const { out } = await run(describeCommand, 'done', ...AT_AWS);
  expect(JSON.parse(out)).toMatchObject({ TrainingJobName: 'done', TrainingJobStatus: 'Completed' });
  await expect(run(describeCommand, 'nosuch', ...AT_AWS)).rejects.toThrow(/nothing named nosuch/);
});

describe('a name at AWS', () => {
  it('is told apart by its kind', async () => {
    await server.memory.createProcessingJob({
      ProcessingJobName: 'done',
      AppSpecification: { ImageUri: 'image' },
      RoleArn: 'r',
      ProcessingResources: undefined,
    });
    await expect(run(describeCommand, 'done', ...AT_AWS)).rejects.toThrow(/training-job\/done, processing-job\/done/);
    const { out } = await run(describeCommand, 'processing-job/done', ...AT_AWS);
    expect(JSON.parse(out)).toMatchObject({ ProcessingJobName: 'done' });
  });
});

describe('logs', () => {
  it('shows what a job wrote up to now', async () => {
    expect(await run(logsCommand, 'runs', ...AT_AWS)).toEqual({ code: 0, out: 'hello\n', err: '' });
    expect((await run(logsCommand, 'live', ...AT_AWS)).err).toContain('no lines of live');
  });

  it('ends with the job when it follows', async () => {
    expect((await run(logsCommand, 'done', '--follow', ...AT_AWS)).out).toBe('hello\n');
  });
});

describe('invoke', () => {
  it('gives the answer of an endpoint at AWS', async () => {
    expect(await run(invokeCommand, 'live', ...AT_AWS)).toEqual({ code: 0, out: 'said', err: '' });
    expect((await run(invokeCommand, 'live', '--stream', ...AT_AWS)).out).toBe('said');
  });

  it('tells what the container refused, and where its log is', async () => {
    await writeFile(join(home, 'other.csv'), '1\n');
    const { code, err } = await run(invokeCommand, 'live', '--data', 'other.csv', ...AT_AWS);
    expect(code).toBe(1);
    expect(err).toContain('OriginalStatusCode: 500');
    expect(err).toContain('sagemaker-containers logs live --region us-west-2');
  });

  it('takes no file of this machine for the queue of an endpoint at AWS', async () => {
    await expect(run(invokeCommand, 'live', '--async', '--data', 'other.csv', ...AT_AWS)).rejects.toThrow(/S3 URI/);
  });
});

describe('stop and rm', () => {
  it('do nothing where nobody can be asked, and say what and where it would be', async () => {
    const question = /account 123456789012, us-west-2\?.*--yes/;
    await expect(run(stopCommand, 'runs', ...AT_AWS)).rejects.toThrow(question);
    await expect(run(rmCommand, 'done', 'live', ...AT_AWS)).rejects.toThrow(question);
    expect(server.asked.filter((it) => /^(?:Stop|Delete)/.test(it))).toEqual([]);
  });

  it('stop a job, and delete an endpoint without what it is made of', async () => {
    expect(await run(stopCommand, 'runs', '--yes', ...AT_AWS)).toMatchObject({
      code: 0,
      err: 'Asked to stop: runs.\n',
    });
    expect(await run(stopCommand, 'live', '--yes', ...AT_AWS)).toMatchObject({ code: 0, err: 'Deleted: live.\n' });
    expect(server.asked.filter((it) => /^(?:Stop|Delete)/.test(it))).toEqual(['StopTrainingJob', 'DeleteEndpoint']);
    expect(await server.memory.describeModel('m')).toMatchObject({ ModelName: 'm' });
  });

  it('delete jobs, and with --parts all that an endpoint is made of', async () => {
    const { code, err } = await run(rmCommand, 'done', 'live', '--parts', '--yes', ...AT_AWS);
    expect(code).toBe(0);
    expect(err.split('\n')).toEqual([
      'Deleted: training-job done',
      'Deleted: endpoint live',
      'Deleted: endpoint configuration c',
      'Deleted: model m',
      '',
    ]);
    expect(await namesThere()).toEqual(['runs']);
  });

  it('delete no job that runs', async () => {
    await expect(run(rmCommand, 'runs', '--yes', ...AT_AWS)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await namesThere()).toContain('runs');
  });

  it('keep apart what is here and what is there', async () => {
    await expect(run(rmCommand, '--images', '--profile', 'a', ...AT_AWS)).rejects.toThrow(/this machine/);
    await expect(run(rmCommand, 'live', '--parts')).rejects.toThrow(/at AWS/);
  });
});

describe('save', () => {
  it('writes the request and the beginning of an overlay, and over nothing', async () => {
    const { out } = await run(saveCommand, 'done', '--to', 'saved/', ...AT_AWS);
    const [document = '', overlay = ''] = out.split('\n');
    expect(document).toBe(join(home, 'saved/done.training-job.json'));
    const { Tags: _, ...told } = { ...TRAINING_JOB, TrainingJobName: 'done' };
    expect(JSON.parse(await readFile(document, 'utf8'))).toEqual(told);
    expect(JSON.parse(await readFile(overlay, 'utf8'))).toHaveProperty('s3');

    await writeFile(overlay, '{}');
    await expect(run(saveCommand, 'done', '--to', 'saved/', ...AT_AWS)).rejects.toThrow(/there already.*--replace/);
    const again = await run(saveCommand, 'done', '--to', 'saved/', '--replace', ...AT_AWS);
    expect(again.out).toBe(`${document}\n`);
    expect(await readFile(overlay, 'utf8')).toBe('{}');
  });
});
