import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, describe, expect, it } from 'vitest';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsConnection } from '../../engine/src/aws/connection';
import type { LogLine } from '../../engine/src/sagemaker';
import { listAll } from '../../engine/src/session/by-kind';
import { connectTo } from './support/connect';

const ROLE = 'arn:aws:iam::123456789012:role/role';
const training = (name: string) => ({
  TrainingJobName: name,
  RoleArn: ROLE,
  AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' as const },
  OutputDataConfig: { S3OutputPath: 's3://bucket/out' },
  ResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 1 },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
});
const open: AwsConnection[] = [];

function at(region: string) {
  const connection = connectTo(region);
  open.push(connection);
  return { connection, sagemaker: awsSageMaker(connection, { pollMilliseconds: 50 }) };
}

afterAll(() => {
  for (const connection of open) connection.close();
});

describe('AwsSageMaker, asking moto', () => {
  it('tells who calls', async () => {
    const { connection } = at('us-west-2');
    expect(connection.state).toEqual({ kind: 'unasked' });
    const identity = await connection.identity();
    expect(identity).toMatchObject({ account: '123456789012', partition: 'aws', expires: undefined });
    expect(connection.state).toEqual({ kind: 'ready', identity });
  });

  it('creates, describes and lists a training job, and tells who watches', async () => {
    const { sagemaker } = at('us-west-2');
    const end = new AbortController();
    const changes = sagemaker.watch(end.signal);
    const { TrainingJobArn } = await sagemaker.createTrainingJob(training('one'));
    const seen: unknown[] = [];
    for await (const { kind, name, status } of changes) {
      seen.push([kind, name, status]);
      if (status === 'Completed') break;
    }
    end.abort();
    expect(seen).toEqual([
      ['training-job', 'one', 'InProgress'],
      ['training-job', 'one', 'Completed'],
    ]);
    const described = await sagemaker.describeTrainingJob('one');
    expect(described).toMatchObject({ TrainingJobName: 'one', TrainingJobArn, RoleArn: ROLE });
    expect(described).not.toHaveProperty('$metadata');
    const { TrainingJobSummaries = [] } = await sagemaker.listTrainingJobs({ NameContains: 'one' });
    expect(TrainingJobSummaries.map((it) => it.TrainingJobName)).toEqual(['one']);
  });

  it('pages through more jobs than AWS gives at a time', async () => {
    const { sagemaker } = at('sa-east-1');
    const names = Array.from({ length: 250 }, (_, index) => `job-${index}`);
    for (const name of names) await sagemaker.createTrainingJob(training(name));
    const listed: string[] = [];
    for await (const { name } of listAll(sagemaker, 'training-job')) listed.push(name);
    expect(listed.sort()).toEqual([...names].sort());
  });

  it('does not know other names', async () => {
    const { sagemaker } = at('us-west-2');
    const unknown = { name: 'ValidationException', remedy: expect.any(String) as string };
    await expect(sagemaker.describeTrainingJob('nosuch')).rejects.toMatchObject(unknown);
    await expect(sagemaker.describeProcessingJob('nosuch')).rejects.toMatchObject(unknown);
    await expect(sagemaker.describeTransformJob('nosuch')).rejects.toMatchObject(unknown);
    await expect(sagemaker.describeEndpoint('nosuch')).rejects.toMatchObject(unknown);
    await expect(sagemaker.deleteModel('nosuch')).rejects.toMatchObject(unknown);
    await expect(sagemaker.deleteTransformJob('any')).rejects.toMatchObject(unknown);
  });

  it('deploys a model, invokes and deletes it', async () => {
    const { sagemaker } = at('us-west-2');
    const variant = { VariantName: 'v', ModelName: 'm', InitialInstanceCount: 1, InstanceType: 'ml.m5.large' as const };
    await sagemaker.createModel({ ModelName: 'm', PrimaryContainer: { Image: 'image' }, ExecutionRoleArn: ROLE });
    await sagemaker.createEndpointConfig({ EndpointConfigName: 'c', ProductionVariants: [variant] });
    await sagemaker.createEndpoint({ EndpointName: 'e', EndpointConfigName: 'c' });
    expect(await sagemaker.describeEndpoint('e')).toMatchObject({ EndpointStatus: 'InService' });
    const { body, contentType } = await sagemaker.invokeEndpoint('e', { body: Buffer.from('x') });
    // What moto answers to everything.
    expect([new TextDecoder().decode(body), contentType]).toEqual(['body', 'content_type']);
    expect((await sagemaker.listEndpoints()).Endpoints?.map((it) => it.EndpointName)).toEqual(['e']);
    await sagemaker.deleteEndpoint('e');
    await sagemaker.deleteEndpointConfig('c');
    await sagemaker.deleteModel('m');
    await expect(sagemaker.describeModel('m')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('reads the log of one job, of all hosts, oldest first, and ends with the job', async () => {
    const { connection, sagemaker } = at('us-east-2');
    await sagemaker.createTrainingJob(training('talk'));
    const logs = connection.clients.logs();
    const logGroupName = '/aws/sagemaker/TrainingJobs';
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const now = Date.now() + 1000;
    for (const [logStreamName, message, timestamp] of [
      ['talk/algo-1-1700000000', 'first', now],
      ['talk/algo-2-1700000000', 'second', now + 1],
      ['talkative/algo-1-1700000000', 'of another job', now],
    ] as const) {
      await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
      const logEvents = [{ message, timestamp }];
      await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    }
    const lines: LogLine[] = [];
    for await (const line of sagemaker.logs('training-job', 'talk')) lines.push(line);
    expect(lines.map(({ host, stream, text }) => [host, stream, text])).toEqual([
      ['algo-1', 'stdout', 'first'],
      ['algo-2', 'stdout', 'second'],
    ]);
  });

  it('follows the log of an endpoint until the signal, each line once', async () => {
    const { connection, sagemaker } = at('ap-south-1');
    const variant = { VariantName: 'v', ModelName: 'm', InitialInstanceCount: 1, InstanceType: 'ml.m5.large' as const };
    await sagemaker.createModel({ ModelName: 'm', PrimaryContainer: { Image: 'image' }, ExecutionRoleArn: ROLE });
    await sagemaker.createEndpointConfig({ EndpointConfigName: 'c', ProductionVariants: [variant] });
    await sagemaker.createEndpoint({ EndpointName: 'e', EndpointConfigName: 'c' });
    const logs = connection.clients.logs();
    const place = { logGroupName: '/aws/sagemaker/Endpoints/e', logStreamName: 'v/i-0abc' };
    const say = (message: string) =>
      logs.send(new PutLogEventsCommand({ ...place, logEvents: [{ message, timestamp: Date.now() + 1000 }] }));
    const end = new AbortController();
    const texts: string[] = [];
    // The group isn't there when the tail begins.
    const tail = (async () => {
      for await (const { text } of sagemaker.logs('endpoint', 'e', end.signal)) {
        texts.push(text);
        if (text === 'one') await say('two');
        if (text === 'two') await say('three');
        if (text === 'three') end.abort();
      }
    })();
    await logs.send(new CreateLogGroupCommand(place));
    await logs.send(new CreateLogStreamCommand(place));
    await say('one');
    await tail;
    expect(texts).toEqual(['one', 'two', 'three']);
  });
});
