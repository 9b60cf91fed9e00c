import * as fs from 'node:fs';
import * as net from 'node:net';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { openEngine } from '../../engine/src/docker/open-engine';
import { sharesFolder } from '../../engine/src/docker/shared-files';
import { SCRIPTED_MODEL, writeModel } from './drill-work';
import { archived, processingRequest, scriptRequest, subjects } from './local-subject';
import type { Subject } from './local-subject';
import { cleanups, leftovers } from './support/engine';
import { mayOwnEngines, ownEngines } from './support/own-engine';
import { makeTinyImage } from './support/tiny-image';

describe.skipIf(!mayOwnEngines)('an engine on tcp that does not see our files', () => {
  const subject = subjects();
  const ownEngine = ownEngines();
  const after = cleanups();

  /** Its folder is empty for the engine, which is reached as one on another machine is. */
  async function far(overlay: Parameters<typeof subject>[0]): Promise<Subject & { readonly engine: DockerEngine }> {
    const opened: { engine?: DockerEngine } = {};
    const all = await subject(overlay, {
      engine: () =>
        opened.engine === undefined ? Promise.reject(new Error('not yet')) : Promise.resolve(opened.engine),
    });
    const socketPath = ownEngine('', {}, all.folder).start();
    const relay = net.createServer({ allowHalfOpen: true }, (near) => {
      const other = net.connect({ path: socketPath, allowHalfOpen: true });
      near.pipe(other).pipe(near);
      near.on('error', () => other.destroy());
      near.on('close', () => other.destroy());
      other.on('error', () => near.destroy());
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    after(() => new Promise((resolve) => relay.close(resolve)));
    const { port } = relay.address() as AddressInfo;
    const engine = await openEngine({ host: '127.0.0.1', port, tls: undefined }, 'DOCKER_HOST');
    opened.engine = engine;
    await makeTinyImage(engine);
    fs.mkdirSync(all.storage, { recursive: true });
    expect(await sharesFolder(engine, all.storage)).toBe(false);
    return { ...all, engine };
  }

  async function lines(
    all: Subject,
    kind: 'training-job' | 'processing-job',
    name: string,
  ): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { text } of all.sagemaker.logs(kind, name)) found.push(text);
    return found;
  }

  it('trains on two hosts with what lies here, and saves here what was written', async () => {
    const all = await far({ mounts: ['./work:/work', './notes.txt:/etc/notes.txt:ro'] });
    fs.mkdirSync(path.join(all.folder, 'work', 'deep'), { recursive: true });
    fs.writeFileSync(path.join(all.folder, 'work', 'deep', 'run.sh'), '#!/bin/sh\necho ran\n', { mode: 0o755 });
    fs.symlinkSync('deep/run.sh', path.join(all.folder, 'work', 'link'));
    fs.writeFileSync(path.join(all.folder, 'work', 'large'), Buffer.alloc(30_000_000, 7));
    fs.writeFileSync(path.join(all.folder, 'notes.txt'), 'a note\n');
    const script = `cat /opt/ml/input/data/train/train.csv /etc/notes.txt; /work/link; wc -c < /work/large
[ "$(hostname)" = algo-1 ] && { mkdir -p /work/new; echo made > /work/new/file; echo m > /opt/ml/model/m; }; true`;
    const ResourceConfig = { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 } as const;
    await all.sagemaker.createTrainingJob(scriptRequest('far', script, { ResourceConfig }));
    await all.sagemaker.settled('training-job', 'far');
    const job = await all.sagemaker.describeTrainingJob('far');
    expect(job.FailureReason).toBeUndefined();
    const expected = ['1,2', '3,4', '5,6', 'a note', 'ran', '30000000'];
    expect((await lines(all, 'training-job', 'far')).toSorted()).toEqual([...expected, ...expected].toSorted());
    expect(fs.readFileSync(path.join(all.folder, 'work', 'new', 'file'), 'utf8')).toBe('made\n');
    expect(fs.lstatSync(path.join(all.folder, 'work', 'link')).isSymbolicLink()).toBe(true);
    expect(await archived(path.join(all.storage, 'jobs/training-job/far/artifacts/model.tar.gz'))).toEqual({
      m: 'm\n',
    });
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  }, 120_000);

  it('processes what lies here, and saves its outputs here', async () => {
    const all = await far({ s3: { 's3://bucket/in/': './data', 's3://bucket/out/': './answers' } });
    const request = processingRequest('far', 'wc -l < /opt/ml/processing/in/train.csv > /opt/ml/processing/out/count', {
      ProcessingInputs: [
        {
          InputName: 'in',
          S3Input: {
            S3Uri: 's3://bucket/in/',
            LocalPath: '/opt/ml/processing/in',
            S3DataType: 'S3Prefix',
            S3InputMode: 'File',
          },
        },
      ],
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: 'out',
            S3Output: { S3Uri: 's3://bucket/out/', LocalPath: '/opt/ml/processing/out', S3UploadMode: 'EndOfJob' },
          },
        ],
      },
    });
    await all.sagemaker.createProcessingJob(request);
    await all.sagemaker.settled('processing-job', 'far');
    expect((await all.sagemaker.describeProcessingJob('far')).FailureReason).toBeUndefined();
    expect(fs.readFileSync(path.join(all.folder, 'answers', 'count'), 'utf8')).toBe('3\n');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  }, 120_000);

  it('refuses to serve there, since its ports are out of reach, and says what to do', async () => {
    const all = await far({ s3: { 's3://bucket/model/': './model' } });
    writeModel(all.folder, 'true');
    await all.sagemaker.createModel(SCRIPTED_MODEL);
    const variant = {
      VariantName: 'v',
      ModelName: 'm',
      InstanceType: 'ml.m5.large',
      InitialInstanceCount: 1,
    } as const;
    await all.sagemaker.createEndpointConfig({ EndpointConfigName: 'c', ProductionVariants: [variant] });
    await all.sagemaker.createEndpoint({ EndpointName: 'ep', EndpointConfigName: 'c' });
    await all.sagemaker.settled('endpoint', 'ep');
    const { EndpointStatus, FailureReason } = await all.sagemaker.describeEndpoint('ep');
    expect(EndpointStatus).toBe('Failed');
    expect(FailureReason).toMatch(/^ClientError: The Docker Engine \(found by DOCKER_HOST\) runs on another machine/);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  }, 120_000);
});
