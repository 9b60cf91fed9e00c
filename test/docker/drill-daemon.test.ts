import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { buildImage } from '../../engine/src/docker/build/build-image';
import type { BuildEvent } from '../../engine/src/docker/build/events';
import { openEngine } from '../../engine/src/docker/open-engine';
import { UserError } from '../../engine/src/user-error';
import { answersOf, S3, SCRIPTED_MODEL, startWork, TRANSFORM, writeModel, wrote } from './drill-work';
import { processingRequest, scriptRequest, subjects } from './local-subject';
import type { Subject } from './local-subject';
import { cleanups, leftovers } from './support/engine';
import { mayOwnEngines, ownEngines } from './support/own-engine';
import type { OwnEngine } from './support/own-engine';
import { makeTinyImage, TINY_IMAGE } from './support/tiny-image';

describe.skipIf(!mayOwnEngines)('an engine that is killed in the middle of jobs', () => {
  const subject = subjects();
  const ownEngine = ownEngines();
  const after = cleanups();

  it('fails them with a reason once it is back, and keeps nothing of them', async () => {
    const daemon = ownEngine('');
    const engine = await openEngine({ socketPath: daemon.start() }, 'the drill');
    await makeTinyImage(engine);
    const all = await subject({}, { engine: () => Promise.resolve(engine) });
    const script = 'echo ready; exec sleep 60';
    await all.sagemaker.createTrainingJob(scriptRequest('job', script));
    await all.sagemaker.createProcessingJob(processingRequest('job', script));
    await Promise.all([underWay(all, 'training-job'), underWay(all, 'processing-job')]);
    await restarted(daemon);
    await all.sagemaker.settled('training-job', 'job');
    await all.sagemaker.settled('processing-job', 'job');
    const failed = expect.stringMatching(/^InternalServerError: The Docker Engine (?:stopped|went away)/) as string;
    expect(await all.sagemaker.describeTrainingJob('job')).toMatchObject({
      TrainingJobStatus: 'Failed',
      SecondaryStatus: 'Failed',
      FailureReason: failed,
    });
    expect(await all.sagemaker.describeProcessingJob('job')).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason: failed,
    });
    expect(await leftovers(engine, all.owner)).toEqual([]);
  }, 120_000);

  it('fails a job that ends with 0 when the engine ends it: its work is not done', async () => {
    const daemon = ownEngine('');
    const engine = await openEngine({ socketPath: daemon.start() }, 'the drill');
    await makeTinyImage(engine);
    const all = await subject({}, { engine: () => Promise.resolve(engine) });
    const script = `trap 'exit 0' TERM; echo ready; sleep 60 & wait`;
    await all.sagemaker.createTrainingJob(scriptRequest('job', script));
    await underWay(all, 'training-job');
    await restarted(daemon);
    await all.sagemaker.settled('training-job', 'job');
    const { TrainingJobStatus, FailureReason } = await all.sagemaker.describeTrainingJob('job');
    expect(TrainingJobStatus).toBe('Failed');
    expect(FailureReason).toMatch(/^InternalServerError: The Docker Engine stopped while/);
    expect(await leftovers(engine, all.owner)).toEqual([]);
  }, 120_000);

  it('serves an endpoint on when the engine keeps its containers', async () => {
    const { daemon, socketPath, engine, all } = await started('--live-restore', false);
    const inService = () => wrote(all, 'endpoint/ep/state.json', '"InService"');
    const work = { kind: 'endpoint', model: SCRIPTED_MODEL, name: 'ep' } as const;
    const worker = await startWork(all, socketPath, work, inService, daemon.inside);
    await restarted(daemon);
    expect((await all.sagemaker.describeEndpoint('ep')).EndpointStatus).toBe('InService');
    const { port } = (
      JSON.parse(fs.readFileSync(path.join(all.storage, 'jobs/endpoint/ep/state.json'), 'utf8')) as {
        hosts: [{ port: number }];
      }
    ).hosts[0];
    const [enter, ...into] = daemon.inside;
    const ask = ['-e', `fetch('http://127.0.0.1:${port}/ping').then((it) => console.log(it.status))`];
    expect(execFileSync(enter, [...into, process.execPath, ...ask], { encoding: 'utf8' })).toBe('200\n');
    worker.kill();
    await worker.exited;
    await all.sagemaker.deleteEndpoint('ep');
    expect(await leftovers(engine, all.owner)).toEqual([]);
  }, 180_000);

  /** With the model, whose invocations take a minute where they are `slow`. */
  async function started(engineArguments: string, slow: boolean) {
    const daemon = ownEngine(engineArguments);
    const socketPath = daemon.start();
    const engine = await openEngine({ socketPath }, 'the drill');
    await makeTinyImage(engine);
    const all = await subject({ s3: S3 }, { engine: () => Promise.resolve(engine) });
    writeModel(all.folder, slow ? 'echo asked >/proc/1/fd/2; sleep 60' : 'true');
    return { daemon, socketPath, engine, all };
  }

  async function restarted(daemon: OwnEngine): Promise<void> {
    daemon.kill();
    await sleep(500);
    daemon.start();
  }

  it('fails an endpoint in service with a reason, and keeps nothing of it', async () => {
    const { daemon, socketPath, engine, all } = await started('', false);
    const inService = () => wrote(all, 'endpoint/ep/state.json', '"InService"');
    const work = { kind: 'endpoint', model: SCRIPTED_MODEL, name: 'ep' } as const;
    const worker = await startWork(all, socketPath, work, inService, daemon.inside);
    after(() => {
      worker.kill();
      return worker.exited;
    });
    await restarted(daemon);
    await vi.waitUntil(() => wrote(all, 'endpoint/ep/state.json', '"Failed"'), { timeout: 60_000, interval: 100 });
    const { EndpointStatus, FailureReason } = await all.sagemaker.describeEndpoint('ep');
    expect(EndpointStatus).toBe('Failed');
    expect(FailureReason).toMatch(/^ClientError: .*The Docker Engine stopped while the container ran/s);
    await vi.waitUntil(async () => (await leftovers(engine, all.owner)).length === 0, { timeout: 60_000 });
    expect(worked(all)).toEqual([]);
  }, 180_000);

  it('fails a transform job with a reason that names the engine, and keeps nothing of it', async () => {
    const { daemon, socketPath, engine, all } = await started('', true);
    const asked = () => wrote(all, 'transform-job/t/algo-1.log', 'asked');
    const work = { kind: 'transform', model: SCRIPTED_MODEL, request: TRANSFORM } as const;
    const worker = await startWork(all, socketPath, work, asked, daemon.inside);
    await restarted(daemon);
    await worker.exited;
    const { TransformJobStatus, FailureReason } = await all.sagemaker.describeTransformJob('t');
    expect(TransformJobStatus).toBe('Failed');
    expect(FailureReason).toMatch(/^ClientError: .*The Docker Engine stopped while the container ran/s);
    expect(answersOf(all)).toEqual([]);
    expect(await leftovers(engine, all.owner)).toEqual([]);
    expect(worked(all)).toEqual([]);
  }, 180_000);

  it('rejects a build at once, with what to do', async () => {
    const { daemon, engine, socketPath, all } = await started('', false);
    fs.writeFileSync(path.join(all.folder, 'Dockerfile'), `FROM ${TINY_IMAGE}\nRUN echo ready; sleep 60\n`);
    const request = { contextDir: all.folder, dockerfile: path.join(all.folder, 'Dockerfile'), tag: 'sm-drill:daemon' };
    let killed = Infinity;
    const onEvent = (event: BuildEvent) => {
      if (event.kind !== 'log' || event.text !== 'ready' || killed < Infinity) return;
      killed = Date.now();
      daemon.kill();
    };
    const error: unknown = await buildImage({ socketPath }, request, { onEvent }).catch((reason: unknown) => reason);
    expect(killed).toBeLessThan(Infinity);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^The Docker Engine broke off the build/) as string,
      remedy: expect.stringContaining('build again') as string,
    });
    daemon.start();
    expect(await engine.images.inspect(request.tag)).toBeUndefined();
    expect(await engine.containers.list({})).toEqual([]);
    await expect(buildImage({ socketPath }, { ...request, target: 'none' })).rejects.toThrow('no stage named none');
  }, 120_000);
});

/** Waits until `job` has written `ready`, and its start has been answered: a container writes before that. */
async function underWay({ sagemaker }: Subject, kind: 'training-job' | 'processing-job'): Promise<void> {
  for await (const { text } of sagemaker.logs(kind, 'job')) if (text === 'ready') break;
  const started = async () =>
    kind === 'training-job'
      ? (await sagemaker.describeTrainingJob('job')).TrainingStartTime
      : (await sagemaker.describeProcessingJob('job')).ProcessingStartTime;
  await vi.waitUntil(async () => (await started()) !== undefined, { timeout: 30_000, interval: 20 });
}

/** What is left of the time of jobs on disk. */
function worked(all: Subject): readonly string[] {
  const files = fs.readdirSync(all.storage, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.split(path.sep).includes('scratch') || file.includes('.tmp'));
}
