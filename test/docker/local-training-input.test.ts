import type { Channel } from '@aws-sdk/client-sagemaker';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, inject, it } from 'vitest';
import { listKept, removeKept } from '../../engine/src/local/kept-volumes';
import { recordIo } from '../../engine/src/local/pipe-record-io';
import type { LocalOptions } from '../../engine/src/local/options';
import type { Overlay } from '../../engine/src/requests/types';
import { MemoryS3 } from '../unit/engine/local/memory-s3';
import { scriptRequest, subjects } from './local-subject';
import type { Subject } from './local-subject';
import { describeWithEngine, leftovers, testEngine } from './support/engine';

const DATA = '/opt/ml/input/data';

describeWithEngine('what a training job reads', () => {
  const subject = subjects();

  /** Folders `data` (given by the subject) and `more` of two files. */
  async function withFiles(
    overlay: Partial<Overlay> = {},
    s3?: MemoryS3,
    more: Partial<LocalOptions> = {},
  ): Promise<Subject> {
    const all = await subject(
      { s3: { 's3://bucket/train/': './data', 's3://bucket/more/': './more' }, ...overlay },
      { ...(s3 === undefined ? {} : { s3 }), ...more },
    );
    fs.mkdirSync(path.join(all.folder, 'more'));
    for (const name of ['a', 'b', 'c', 'd'])
      fs.writeFileSync(path.join(all.folder, 'more', `${name}.csv`), `${name}\n`);
    return all;
  }

  function channel(members: Partial<Channel> = {}, s3: object = {}): Channel {
    return {
      ChannelName: 'train',
      InputMode: 'Pipe',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/', ...s3 } },
      ...members,
    };
  }

  function start(all: Subject, name: string, script: string, channels: Channel[], hosts = 1, signal?: AbortSignal) {
    return all.sagemaker.createTrainingJob(
      scriptRequest(name, script, {
        InputDataConfig: channels,
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: hosts, VolumeSizeInGB: 1 },
      }),
      signal,
    );
  }

  /** The lines of each host. */
  async function run(all: Subject, name: string, script: string, channels: Channel[], hosts = 1) {
    await start(all, name, script, channels, hosts);
    await all.sagemaker.settled('training-job', name);
    const job = await all.sagemaker.describeTrainingJob(name);
    const lines: Record<string, string[]> = { 'algo-1': [] };
    for await (const line of all.sagemaker.logs('training-job', name)) (lines[line.host] ??= []).push(line.text);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
    expect(fs.existsSync(path.join(all.storage, 'jobs/training-job', name, 'scratch'))).toBe(false);
    return { job, lines: lines['algo-1'] ?? [], of: (host: string) => lines[host] ?? [] };
  }

  it('feeds one pipe per epoch, also to a reader that stops early, beside a channel of files', async () => {
    const all = await withFiles();
    const script =
      `ls ${DATA}; cat ${DATA}/train_0; head -n 1 ${DATA}/train_1; cat ${DATA}/train_2; cat ${DATA}/files/b.csv; ` +
      `until [ ! -e ${DATA}/train_2 ]; do sleep 0.1; done; ls ${DATA}; ls ${DATA}/train`;
    const files = channel({ ChannelName: 'files', InputMode: 'File' }, { S3Uri: 's3://bucket/more/' });
    const { job, lines } = await run(all, 'epochs', `(${script}) 2>&1 || true`, [channel(), files]);
    expect(job.FailureReason).toBeUndefined();
    expect(lines.slice(0, -1)).toEqual([
      'files',
      'train_0',
      '1,2',
      '3,4',
      '5,6',
      '1,2',
      '1,2',
      '3,4',
      '5,6',
      'b',
      'files',
      'train_3',
    ]);
    expect(lines.at(-1)).toMatch(/No such file/);
  });

  it('wraps each file as a RecordIO record, unpacked before', async () => {
    const all = await withFiles();
    fs.writeFileSync(path.join(all.folder, 'data', 'train.csv'), gzipSync('1,2\n'));
    fs.writeFileSync(path.join(all.folder, 'data', 'x.csv'), gzipSync('unpacked'));
    const wrapped = channel({ CompressionType: 'Gzip', RecordWrapperType: 'RecordIO' });
    const { lines } = await run(all, 'recordio', `base64 -w 0 ${DATA}/train_0; echo`, [wrapped]);
    const expected = Buffer.concat([recordIo(Buffer.from('1,2\n')), recordIo(Buffer.from('unpacked'))]);
    expect(Buffer.from(lines[0] ?? '', 'base64').equals(expected)).toBe(true);
  });

  it('shuffles anew for every epoch, deals out to two hosts, and loses nothing', async () => {
    const all = await withFiles();
    const sharded = channel(
      { ShuffleConfig: { Seed: 3 } },
      {
        S3Uri: 's3://bucket/more/',
        S3DataDistributionType: 'ShardedByS3Key',
      },
    );
    const script = `for e in 0 1 2 3; do tr '\\n' ' ' < ${DATA}/train_$e; echo; done`;
    const { of } = await run(all, 'shuffled', script, [sharded], 2);
    const epochs = [0, 1, 2, 3].map((epoch) => `${of('algo-1')[epoch] ?? ''}${of('algo-2')[epoch] ?? ''}`);
    for (const epoch of epochs) expect(epoch.trim().split(' ').sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(new Set(epochs).size).toBeGreaterThan(1);
  });

  it('sends an augmented manifest’s attributes in turn, with objects in the place of references', async () => {
    const all = await withFiles();
    const rows = [
      { 'source-ref': 's3://bucket/more/a.csv', label: 1 },
      { 'source-ref': 's3://bucket/more/b.csv', label: 0 },
    ];
    fs.writeFileSync(path.join(all.folder, 'data', 'rows.json'), rows.map((row) => JSON.stringify(row)).join('\n'));
    const augmented = channel(
      { RecordWrapperType: 'RecordIO' },
      {
        S3DataType: 'AugmentedManifestFile',
        S3Uri: 's3://bucket/train/rows.json',
        AttributeNames: ['source-ref', 'label'],
      },
    );
    const { job, lines } = await run(all, 'augmented', `base64 -w 0 ${DATA}/train_0; echo`, [augmented]);
    expect(job.FailureReason).toBeUndefined();
    const expected = Buffer.concat(['a\n', '1', 'b\n', '0'].map((text) => recordIo(Buffer.from(text))));
    expect(Buffer.from(lines[0] ?? '', 'base64').equals(expected)).toBe(true);
  });

  it('fails the job when the data of a pipe turns out wrong, whatever the container makes of it', async () => {
    const all = await withFiles();
    const { job } = await run(all, 'no-gzip', `cat ${DATA}/train_0; sleep 60`, [channel({ CompressionType: 'Gzip' })]);
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/^ClientError: .*train\.csv.* not packed by gzip/);
  });

  it('ends at once when it is stopped while nobody reads', async () => {
    const all = await withFiles();
    const abort = new AbortController();
    await start(
      all,
      'waiting',
      'echo up; trap "exit 0" TERM; while :; do sleep 0.1; done',
      [channel()],
      1,
      abort.signal,
    );
    for await (const line of all.sagemaker.logs('training-job', 'waiting')) if (line.text === 'up') break;
    abort.abort();
    await all.sagemaker.settled('training-job', 'waiting');
    expect((await all.sagemaker.describeTrainingJob('waiting')).TrainingJobStatus).toBe('Stopped');
    expect(fs.existsSync(path.join(all.storage, 'jobs/training-job/waiting/scratch'))).toBe(false);
  });

  /** The same engine, as if it were on another computer: it has another kernel. */
  async function farAway(): Promise<Subject> {
    const engine = await testEngine();
    const info = async () => ({ ...(await engine.info()), KernelVersion: '0.0.0-elsewhere' });
    return withFiles({}, undefined, { engine: () => Promise.resolve({ ...engine, info }) });
  }

  it('feeds pipes by a second container where the engine is elsewhere', async () => {
    const all = await farAway();
    fs.writeFileSync(path.join(all.folder, 'data', 'z.csv'), Buffer.alloc(3_000_000));
    const script =
      `ls ${DATA}; cat ${DATA}/train_0 | wc -c; head -n 1 ${DATA}/train_1; sha256sum < ${DATA}/train_2; ` +
      `cat ${DATA}/files/b.csv; until [ ! -e ${DATA}/train_2 ]; do sleep 0.1; done; ls ${DATA}`;
    const files = channel({ ChannelName: 'files', InputMode: 'File' }, { S3Uri: 's3://bucket/more/' });
    const { job, lines } = await run(all, 'elsewhere', `(${script}) 2>&1`, [channel(), files]);
    expect(job.FailureReason).toBeUndefined();
    const whole = Buffer.concat([Buffer.from('1,2\n3,4\n5,6\n'), Buffer.alloc(3_000_000)]);
    const sum = createHash('sha256').update(whole).digest('hex');
    expect(lines).toEqual(['files', 'train_0', String(whole.length), '1,2', `${sum}  -`, 'b', 'files', 'train_3']);
  });

  it('ends at once when it is stopped while nobody reads, where the engine is elsewhere', async () => {
    const all = await farAway();
    const script = 'echo up; trap "exit 0" TERM; while :; do sleep 0.1; done';
    await start(all, 'far-waiting', script, [channel()]);
    for await (const line of all.sagemaker.logs('training-job', 'far-waiting')) if (line.text === 'up') break;
    await all.sagemaker.stopTrainingJob('far-waiting');
    await all.sagemaker.settled('training-job', 'far-waiting');
    expect((await all.sagemaker.describeTrainingJob('far-waiting')).TrainingJobStatus).toBe('Stopped');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('says what an image lacks to feed its pipes where the engine is elsewhere', async () => {
    const all = await farAway();
    const image = 'sm-test-no-shell:1';
    const archive = pack();
    archive.entry({ name: 'empty' }, '');
    archive.finalize();
    await all.engine.images.import(archive, image, []);
    try {
      await all.sagemaker.createTrainingJob({
        ...scriptRequest('no-shell', '', { InputDataConfig: [channel()] }),
        AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'Pipe' },
      });
      await all.sagemaker.settled('training-job', 'no-shell');
      const { FailureReason } = await all.sagemaker.describeTrainingJob('no-shell');
      expect(FailureReason).toMatch(/^ClientError: .*second container of the image.*needs sh, cat, rm and mkfifo/);
      expect(await leftovers(all.engine, all.owner)).toEqual([]);
    } finally {
      await all.engine.images.remove(image);
    }
  });

  it('has objects of S3 in all modes, from a cache that the second job finds', async () => {
    const s3 = new MemoryS3({
      'bucket/far/a.csv': 'one\n',
      'bucket/far/sub/b.csv': 'two\n',
      'bucket/far/sub/': '',
      'bucket/list.manifest': JSON.stringify([{ prefix: 's3://bucket/far/' }, 'sub/b.csv']),
    });
    const all = await withFiles({ credentials: 'profile' }, s3);
    const from = (ChannelName: string, InputMode: 'File' | 'FastFile' | 'Pipe', more: object = {}) =>
      channel({ ChannelName, InputMode }, { S3Uri: 's3://bucket/far/', ...more });
    const manifest = { S3DataType: 'ManifestFile', S3Uri: 's3://bucket/list.manifest' };
    const channels = [from('f', 'File'), from('q', 'FastFile'), from('p', 'Pipe'), from('m', 'File', manifest)];
    const script = `cd ${DATA}; cat f/a.csv f/sub/b.csv q/sub/b.csv p_0; find m -type f; touch f/x 2>&1 || true`;
    const { job, lines } = await run(all, 'far', script, channels);
    expect(job.FailureReason).toBeUndefined();
    expect(lines.slice(0, 6)).toEqual(['one', 'two', 'two', 'one', 'two', 'm/far/sub/b.csv']);
    expect(lines[6]).toMatch(/Read-only/);
    const opened = s3.opened.length;
    await run(all, 'far-again', 'true', [from('f', 'File'), from('m', 'File', manifest)]);
    // Only the manifest itself is read anew.
    expect(s3.opened.slice(opened)).toEqual(['bucket/list.manifest']);
  });

  it('deals out objects of S3 to two hosts', async () => {
    const s3 = new MemoryS3({ 'bucket/far/a': 'a', 'bucket/far/b': 'b', 'bucket/far/c': 'c' });
    const all = await withFiles({ credentials: 'profile' }, s3);
    const sharded = channel(
      { InputMode: 'File' },
      { S3Uri: 's3://bucket/far/', S3DataDistributionType: 'ShardedByS3Key' },
    );
    const { of } = await run(all, 'far-shards', `ls ${DATA}/train | tr '\\n' ' '; echo`, [sharded], 2);
    expect([of('algo-1')[0]?.trim(), of('algo-2')[0]?.trim()]).toEqual(['a c', 'b']);
  });

  it('leaves nothing when our process is killed while it feeds', async () => {
    const all = await withFiles();
    // More than a pipe holds: our process is in the middle of it.
    fs.writeFileSync(path.join(all.folder, 'data', 'large'), Buffer.alloc(1_000_000));
    const request = scriptRequest(
      'killed',
      `cat ${DATA}/train_0 > /dev/null; (echo read; sleep 600) < ${DATA}/train_1`,
      {
        InputDataConfig: [channel()],
      },
    );
    const input = {
      socketPath: inject('engineSocket'),
      storage: all.storage,
      folder: all.folder,
      window: all.owner.window,
      request,
    };
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(import.meta.dirname, 'local-child.ts'), JSON.stringify(input)],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    const scratch = path.join(all.storage, 'jobs/training-job/killed/scratch');
    const log = path.join(all.storage, 'jobs/training-job/killed/algo-1.log');
    while (!fs.existsSync(log) || !fs.readFileSync(log, 'utf8').includes('read')) await sleep(50);
    expect(fs.existsSync(scratch)).toBe(true);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    await all.sagemaker.reconcile();
    const job = await all.sagemaker.describeTrainingJob('killed');
    expect(job).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: expect.stringContaining('process') as string,
    });
    expect(fs.existsSync(scratch)).toBe(false);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('puts checkpoints in from their folder, and copies new ones out while it runs', async () => {
    const all = await withFiles({ s3: { 's3://bucket/saved': './saved' } }, undefined, { stopGraceSeconds: 30 });
    const saved = path.join(all.folder, 'saved');
    fs.mkdirSync(saved);
    fs.writeFileSync(path.join(saved, 'epoch-1'), 'old');
    const script =
      'cat /opt/ml/checkpoints/epoch-1; echo; echo new > /opt/ml/checkpoints/epoch-2; ' +
      'trap "echo late > /opt/ml/checkpoints/epoch-3; exit 0" TERM; while :; do sleep 0.1; done';
    await all.sagemaker.createTrainingJob(
      scriptRequest('saves', script, { InputDataConfig: [], CheckpointConfig: { S3Uri: 's3://bucket/saved' } }),
    );
    while (!fs.existsSync(path.join(saved, 'epoch-2'))) await sleep(50);
    await all.sagemaker.stopTrainingJob('saves');
    await all.sagemaker.settled('training-job', 'saves');
    expect(fs.readdirSync(saved).sort()).toEqual(['epoch-1', 'epoch-2', 'epoch-3']);
    for (const name of fs.readdirSync(saved)) {
      expect(fs.statSync(path.join(saved, name)).uid).toBe(process.getuid?.());
    }
  });

  it('keeps checkpoints without a folder in the engine, until they are deleted', async () => {
    const all = await withFiles();
    const S3Uri = `s3://bucket/kept-${all.owner.window}`;
    const job = async (name: string, script: string) => {
      const request = scriptRequest(name, script, { InputDataConfig: [], CheckpointConfig: { S3Uri } });
      await all.sagemaker.createTrainingJob(request);
      await all.sagemaker.settled('training-job', name);
      return all.sagemaker.describeTrainingJob(name);
    };
    await job('first', 'echo 1 > /opt/ml/checkpoints/one');
    expect((await job('second', 'test -f /opt/ml/checkpoints/one')).TrainingJobStatus).toBe('Completed');
    const kept = (await listKept(all.engine)).filter(({ holds }) => holds === `checkpoints ${S3Uri}`);
    expect(kept).toHaveLength(1);
    await removeKept(all.engine, kept[0]?.name ?? '');
    expect((await listKept(all.engine)).map(({ holds }) => holds)).not.toContain(`checkpoints ${S3Uri}`);
  });
});
