import type { CreateTransformJobCommandInput } from '@aws-sdk/client-sagemaker';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { recordIo } from '../../engine/src/local/pipe-record-io';
import { modelRequest, subjects, train } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';

describeWithEngine('a batch transform job on this machine', () => {
  const subject = subjects();

  it('sends lines one by one, or as many as fit, and writes one .out for each file', async () => {
    const all = await subject({ s3: { 's3://bucket/train/': './data', 's3://bucket/answers/': './answers' } });
    fs.mkdirSync(path.join(all.folder, 'data', 'sub'));
    fs.writeFileSync(path.join(all.folder, 'data', 'sub', 'b.csv'), 'abcdef\n');
    await train(all);
    await all.sagemaker.createModel(modelRequest('m'));
    const run = async (name: string, BatchStrategy: 'SingleRecord' | 'MultiRecord') => {
      await all.sagemaker.createTransformJob({
        TransformJobName: name,
        ModelName: 'm',
        BatchStrategy,
        TransformInput: {
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
          ContentType: 'text/csv',
          SplitType: 'Line',
        },
        TransformOutput: { S3OutputPath: 's3://bucket/answers/', AssembleWith: 'Line' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      });
      await all.sagemaker.settled('transform-job', name);
      expect(await all.sagemaker.describeTransformJob(name)).toMatchObject({ TransformJobStatus: 'Completed' });
      const read = (file: string) => fs.readFileSync(path.join(all.folder, 'answers', file), 'utf8');
      return [read('train.csv.out'), read('sub/b.csv.out')];
    };
    const one = '{"predictions":[3]}\n';
    expect(await run('single', 'SingleRecord')).toEqual([one + one + one, '{"predictions":[6]}\n']);
    expect(await run('multi', 'MultiRecord')).toEqual(['{"predictions":[11]}\n', '{"predictions":[6]}\n']);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  /**
   * A model that is a folder with a server of its own: it answers each line of a request with its length, or says how it is
   * called. Its name is found first because PATH says so.
   */
  function scriptedModel(folder: string, invocations: string): void {
    const model = path.join(folder, 'model');
    fs.mkdirSync(model);
    fs.writeFileSync(
      path.join(model, 'serve'),
      '#!/bin/sh\ntrap "exit 0" TERM\nnc -ll -p 8080 -e /opt/ml/model/answer & wait $!\n',
      { mode: 0o755 },
    );
    fs.writeFileSync(
      path.join(model, 'answer'),
      `#!/bin/sh
read -r method path proto || exit 0
len=0
while read -r line; do line=$(printf %s "$line" | tr -d '\\r'); [ -z "$line" ] && break
  case "$line" in [Cc]ontent-[Ll]ength:*) len=\${line#*: };; esac
done
rsp() { printf 'HTTP/1.1 %s\\r\\nContent-Type: text/csv\\r\\nContent-Length: %s\\r\\nConnection: close\\r\\n\\r\\n%s' "$1" "\${#2}" "$2"; }
case "$method $path" in
  "GET /ping") rsp "200 OK" "";;
  "GET /execution-parameters") rsp "200 OK" '{"MaxConcurrentTransforms": 3, "BatchStrategy": "SINGLE_RECORD", "MaxPayloadInMB": 1}';;
  "POST /invocations") body=$(head -c "$len")
${invocations}
  ;;
  *) rsp "404 Not Found" "";;
esac
`,
      { mode: 0o755 },
    );
  }

  const S3 = {
    's3://bucket/train/': './data',
    's3://bucket/answers/': './answers',
    's3://bucket/model/': './model',
    's3://bucket/lists/': './lists',
  };

  async function scripted(invocations: string) {
    const all = await subject({ s3: S3 });
    scriptedModel(all.folder, invocations);
    await all.sagemaker.createModel(
      modelRequest('m', {
        ModelDataUrl: 's3://bucket/model/',
        Environment: { PATH: '/opt/ml/model:/bin' },
      }),
    );
    const start = (name: string, more: Partial<CreateTransformJobCommandInput>) =>
      all.sagemaker.createTransformJob({
        TransformJobName: name,
        ModelName: 'm',
        TransformInput: {
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
          ContentType: 'text/csv',
          SplitType: 'Line',
        },
        TransformOutput: { S3OutputPath: 's3://bucket/answers/', Accept: 'text/csv', AssembleWith: 'Line' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
        ...more,
      });
    const run = async (name: string, more: Partial<CreateTransformJobCommandInput>) => {
      await start(name, more);
      await all.sagemaker.settled('transform-job', name);
      return all.sagemaker.describeTransformJob(name);
    };
    const written = () => {
      const folder = path.join(all.folder, 'answers');
      if (!fs.existsSync(folder)) return {};
      const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
      const plain = files.filter((file) => fs.statSync(path.join(folder, file)).isFile());
      return Object.fromEntries(plain.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
    };
    const put = (name: string, content: string | Buffer) => {
      const file = path.join(all.folder, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, content);
    };
    return { ...all, start, run, written, put };
  }

  const LENGTHS = '    rsp "200 OK" "$(printf "%s\\n" "$body" | while read -r line; do echo "${#line}"; done)"';
  const HOST = '    rsp "200 OK" "$(hostname)"';

  it('filters, joins and filters, as AWS’s page has it', async () => {
    const all = await scripted(LENGTHS);
    all.put('data/train.csv', 'id1,a,bb\r\nid2,"c,c",d');
    all.put('data/other.csv', 'not,asked,for');
    const described = await all.run('join', {
      // A prefix that names one object.
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/train.csv' } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      BatchStrategy: 'MultiRecord',
      DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' },
    });
    expect(described).toMatchObject({ TransformJobStatus: 'Completed' });
    expect(all.written()).toEqual({ 'train.csv.out': 'id1,4\nid2,7\n' });
  });

  it('splits RecordIO and reads a manifest, called as /execution-parameters says', async () => {
    const all = await scripted(LENGTHS);
    all.put('data/deep/a.rec', Buffer.concat([recordIo(Buffer.from('abc')), recordIo(Buffer.from('defgh'))]));
    all.put('lists/a.manifest', JSON.stringify([{ prefix: 's3://bucket/train/' }, 'deep/a.rec']));
    const described = await all.run('manifest', {
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://bucket/lists/a.manifest' } },
        ContentType: 'application/x-recordio',
        SplitType: 'RecordIO',
      },
    });
    expect(described).toMatchObject({ TransformJobStatus: 'Completed' });
    expect(all.written()).toEqual({ 'train/deep/a.rec.out': '3\n5\n' });
  });

  it('deals the objects out to two hosts', async () => {
    const all = await scripted(HOST);
    for (const name of ['a', 'b', 'c']) all.put(`data/${name}`, 'x\ny\n');
    fs.rmSync(path.join(all.folder, 'data', 'train.csv'));
    const two = { InstanceType: 'ml.m5.large', InstanceCount: 2 } as const;
    const described = await all.run('two', { TransformResources: two });
    expect(described).toMatchObject({ TransformJobStatus: 'Completed' });
    const hosts = Object.values(all.written()).map((text) => [...new Set(text.trim().split('\n'))]);
    expect(hosts.map((names) => names.length)).toEqual([1, 1, 1]);
    expect(hosts[0]).toEqual(hosts[2]);
    expect(hosts[0]).not.toEqual(hosts[1]);
  });

  it('fails with the object, the status and the answer, and keeps what the other objects gave', async () => {
    const bad = '    case "$body" in bad) rsp "500 Oops" "no such column";; *) rsp "200 OK" ok;; esac';
    const all = await scripted(bad);
    all.put('data/b.csv', 'good\nbad\n');
    const described = await all.run('bad', { ModelClientConfig: { InvocationsMaxRetries: 0 } });
    expect(described.TransformJobStatus).toBe('Failed');
    expect(described.FailureReason).toMatch(
      /^ClientError: Bad HTTP status received from algorithm: 500; .*“b\.csv”.*HTTP 500: “no such column”/,
    );
    expect(all.written()).toEqual({ 'train.csv.out': 'ok\nok\nok\n' });
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('stops in the middle of a request, and leaves nothing', async () => {
    const all = await scripted('    echo asked >/proc/1/fd/2; sleep 60; rsp "200 OK" late');
    await all.start('stopped', {});
    for await (const { text } of all.sagemaker.logs('transform-job', 'stopped')) if (text === 'asked') break;
    await all.sagemaker.stopTransformJob('stopped');
    await all.sagemaker.settled('transform-job', 'stopped');
    expect(await all.sagemaker.describeTransformJob('stopped')).toMatchObject({ TransformJobStatus: 'Stopped' });
    expect(all.written()).toEqual({});
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('fails at once when the container ends', async () => {
    const all = await scripted('    kill -TERM 1; sleep 60');
    const described = await all.run('died', {});
    expect(described.TransformJobStatus).toBe('Failed');
    expect(described.FailureReason).toMatch(/^ClientError: .*algo-1/);
    expect(all.written()).toEqual({});
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('fails without input before the model starts, and lets a later job read the answers of an earlier one', async () => {
    const all = await scripted(LENGTHS);
    const from = (S3Uri: string) => ({
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri } },
        ContentType: 'text/csv',
        SplitType: 'Line' as const,
      },
    });
    fs.mkdirSync(path.join(all.folder, 'lists'));
    expect(await all.run('empty', from('s3://bucket/lists/'))).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: expect.stringMatching(/^ClientError: There is no file below/) as string,
    });
    const unmapped = { S3OutputPath: 's3://other/first/', Accept: 'text/csv', AssembleWith: 'Line' as const };
    expect(await all.run('one', { TransformOutput: unmapped })).toMatchObject({ TransformJobStatus: 'Completed' });
    expect(await all.run('two', from('s3://other/first/'))).toMatchObject({ TransformJobStatus: 'Completed' });
    expect(all.written()).toEqual({ 'train.csv.out.out': '1\n1\n1\n' });
  });
});
