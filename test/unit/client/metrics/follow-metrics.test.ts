import { expect, it, vi } from 'vitest';
import { Disposable } from 'vscode';
import type { Connection, Ref } from '../../../../client/src/connections/connection';
import { readChartedJobs } from '../../../../client/src/metrics/charted-job';
import { jobsIn } from '../../../../client/src/metrics/command-jobs';
import { followMetrics } from '../../../../client/src/metrics/follow-metrics';
import { pageHtml } from '../../../../client/src/metrics/page-html';
import type { SageMaker } from '../../../../engine/src/sagemaker';
import { memorySageMaker } from '../../../../engine/src/testing/memory-sagemaker';

vi.mock('vscode', () => ({
  Disposable: class {
    dispose(): void {
      // Nothing was subscribed.
    }
  },
}));

const METRICS = [
  { Name: 'loss', Regex: 'loss=(?P<value>[0-9.]+)' },
  { Name: 'broken', Regex: '(' },
];

function connectionOf(sagemaker: SageMaker): Connection {
  return {
    id: 'local',
    kind: 'local',
    label: 'Local',
    sagemaker: () => Promise.resolve(sagemaker),
    onDidChange: () => new Disposable(() => undefined),
  };
}

async function job(definitions: typeof METRICS, lines: readonly string[]): Promise<Ref> {
  const sagemaker = memorySageMaker({
    run: ({ log }) => {
      for (const line of lines) log(line);
      return Promise.resolve(undefined);
    },
  });
  await sagemaker.createTrainingJob({
    TrainingJobName: 'a',
    AlgorithmSpecification: { TrainingImage: 'i', TrainingInputMode: 'File', MetricDefinitions: definitions },
    RoleArn: 'arn:aws:iam::000000000000:role/a',
    OutputDataConfig: { S3OutputPath: 's3://b' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: {},
  });
  return { connection: connectionOf(sagemaker), kind: 'training-job', name: 'a' };
}

async function told(ref: Ref) {
  const points: [string, number][] = [];
  const statuses: string[] = [];
  let defined: readonly [readonly string[], readonly string[]] = [[], []];
  const news = {
    onDefined: (names: readonly string[], unusable: readonly string[]) => {
      defined = [names, unusable];
    },
    onPoint: ({ metric, value }: { readonly metric: string; readonly value: number }) => {
      points.push([metric, value]);
    },
    onStatus: (status: string) => {
      statuses.push(status);
    },
  };
  await followMetrics(ref, news, new AbortController().signal);
  return { points, last: statuses.at(-1), defined };
}

it('reads every value out of the log, from its start to the end of the job', async () => {
  const { points, last, defined } = await told(await job(METRICS, ['epoch 0 loss=2.5', 'nothing', 'epoch 1 loss=1.5']));
  expect(points).toEqual([
    ['loss', 2.5],
    ['loss', 1.5],
  ]);
  expect(last).toBe('Completed');
  expect(defined).toEqual([['loss', 'broken'], ['broken']]);
});

it('does not read the log of a job without metrics', async () => {
  expect(await told(await job([], ['loss=1']))).toMatchObject({ points: [], defined: [[], []] });
});

it('takes training jobs from rows and references, each once', () => {
  const connection = { id: 'local' };
  const row = { type: 'row', connection, row: { kind: 'training-job', name: 'a' } };
  const endpoint = { connection, kind: 'endpoint', name: 'b' };
  const ref = { connection, kind: 'training-job', name: 'c' };
  expect(jobsIn([row, row, endpoint, ref, undefined, 'a'])).toEqual([
    { connection: 'local', name: 'a' },
    { connection: 'local', name: 'c' },
  ]);
});

it('opens again what a page left, and nothing else', () => {
  const jobs = [{ connection: 'aws:p:us-west-2', name: 'a' }];
  expect(readChartedJobs({ jobs, view: {} })).toEqual(jobs);
  for (const state of [undefined, 'a', {}, { jobs: 'a' }, { jobs: [{ name: 'a' }, null] }]) {
    expect(readChartedJobs(state)).toEqual([]);
  }
});

it('lets the page run its own script only, whatever a job is called', () => {
  const texts = { title: 'T' } as Parameters<typeof pageHtml>[0]['texts'];
  const jobs = [{ connection: 'local', name: '"><script>alert(1)</script>' }];
  const page = pageHtml({ nonce: 'abc', script: 'https://x/metrics.js', texts, language: 'en', jobs });
  expect(page).toContain("default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; img-src data:");
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toContain('alert(1)</script>');
});
