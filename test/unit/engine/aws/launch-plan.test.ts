import { describe, expect, it } from 'vitest';
import { needsOf } from '../../../../engine/src/aws/launch-needs';
import { planLaunch } from '../../../../engine/src/aws/launch-plan';
import type { RequestDocument } from '../../../../engine/src/requests/types';
import { endpointRequest, modelRequest, overlayOf, ROLE, trainingRequest, transformRequest } from '../plan/fixtures';

const ECR = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1';

const TRAINING: RequestDocument = {
  kind: 'training-job',
  request: trainingRequest({
    AlgorithmSpecification: { TrainingImage: ECR, TrainingInputMode: 'File' },
    HyperParameters: { sagemaker_submit_directory: '"s3://bucket/code/sourcedir.tar.gz"' },
    InputDataConfig: [
      {
        ChannelName: 'train',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
      },
      {
        ChannelName: 'list',
        DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://bucket/list.manifest' } },
      },
    ],
    CheckpointConfig: { S3Uri: 's3://bucket/checkpoints/' },
    ResourceConfig: {
      InstanceGroups: [
        { InstanceGroupName: 'one', InstanceType: 'ml.m5.xlarge', InstanceCount: 2 },
        { InstanceGroupName: 'two', InstanceType: 'ml.g5.xlarge', InstanceCount: 1 },
      ],
      VolumeSizeInGB: 10,
    },
    EnableManagedSpotTraining: true,
  }),
};

describe('what a request needs', () => {
  it('of a training job: data, code, outputs, instances', () => {
    expect(needsOf(TRAINING)).toMatchObject({
      name: 'job',
      roles: [ROLE],
      inputs: [
        { uri: 's3://bucket/train/', kind: 'prefix' },
        { uri: 's3://bucket/list.manifest', kind: 'manifest' },
        { uri: 's3://bucket/code/sourcedir.tar.gz', kind: 'archive' },
      ],
      outputs: ['s3://bucket/out/', 's3://bucket/checkpoints/'],
      instances: [
        { type: 'ml.m5.xlarge', count: 2, use: 'spot-training' },
        { type: 'ml.g5.xlarge', count: 1, use: 'spot-training' },
      ],
      creates: [{ what: 'training job', name: 'job' }],
    });
  });

  it('of an endpoint: three things are created, and each container’s image has its purpose', () => {
    const model = modelRequest({
      PrimaryContainer: undefined,
      Containers: [{ Image: 'a' }, { Image: 'b', ModelDataUrl: 's3://bucket/b.tar.gz' }],
    });
    const needs = needsOf({ kind: 'endpoint', request: endpointRequest(model) });
    expect(needs.creates.map((it) => it.what)).toEqual(['model', 'endpoint configuration', 'endpoint']);
    expect(needs.images).toEqual([
      expect.objectContaining({ uri: 'a', driver: 'hosting' }),
      expect.objectContaining({
        uri: 'b',
        purpose: { uses: ['endpoint'], architecture: 'amd64', roles: ['pipeline'] },
      }),
    ]);
    expect(needs.inputs).toEqual([{ uri: 's3://bucket/b.tar.gz', kind: 'archive' }]);
  });

  it('knows Graviton, serverless and a chosen AMI', () => {
    const of = (variant: object) =>
      needsOf({
        kind: 'endpoint',
        request: endpointRequest(modelRequest(), {
          ProductionVariants: [{ VariantName: 'v', ModelName: 'model', ...variant }],
        }),
      });
    expect(of({ InstanceType: 'ml.m7g.large' }).images[0]?.purpose.architecture).toBe('arm64');
    const serverless = of({ ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } });
    expect(serverless.images[0]?.purpose.uses).toEqual(['serverless']);
    expect(serverless.instances).toEqual([]);
    expect(of({ InstanceType: 'ml.g5.xlarge', InferenceAmiVersion: 'x' }).images[0]?.driver).toBeUndefined();
  });

  it('of a transform job without its model: the model has to be there', () => {
    expect(needsOf({ kind: 'transform-job', request: transformRequest() }).model).toBe('model');
    expect(
      needsOf({ kind: 'transform-job', request: transformRequest(), model: modelRequest() }).model,
    ).toBeUndefined();
  });
});

describe('the plan of a launch', () => {
  const overlay = overlayOf({
    s3: { 's3://bucket/train': 'data', 's3://bucket/out': 'results', 's3://bucket/list.manifest': 'list.json' },
    images: { [ECR]: { dockerfile: 'Dockerfile' } },
    env: { DEBUG: '1' },
    gpus: 'none',
  });

  it('uploads what the request reads, not where it writes, and pushes what stands for its image', () => {
    const plan = planLaunch(TRAINING, overlay, '/work');
    expect(plan.uploads).toEqual([
      { from: '/work/data', to: 's3://bucket/train/', as: 'prefix' },
      { from: '/work/list.json', to: 's3://bucket/list.manifest', as: 'object' },
    ]);
    expect(plan.pushes).toEqual([
      expect.objectContaining({
        target: ECR,
        image: expect.objectContaining({
          build: expect.objectContaining({ dockerfile: '/work/Dockerfile' }) as object,
        }) as object,
      }),
    ]);
  });

  it('says what of the overlay does not go to AWS', () => {
    const notes = planLaunch(TRAINING, overlay, '/work').notes.map((it) => it.message);
    expect(notes[0]).toMatch(/env, gpus holds on this machine only/);
    expect(notes[1]).toMatch(/list\.manifest is uploaded; the objects that it names are not/);
  });

  it('leaves the request as it is', () => {
    expect(planLaunch(TRAINING, overlay, '/work').document).toBe(TRAINING);
    expect(planLaunch(TRAINING, overlayOf(), '/work')).toMatchObject({ uploads: [], pushes: [], notes: [] });
  });

  it('adds up prices, and says none when one is missing', () => {
    const prices: Readonly<Record<string, number>> = { 'ml.m5.xlarge': 0.2, 'ml.g5.xlarge': 1 };
    expect(planLaunch(TRAINING, overlay, '/', (type) => prices[type]).perHour).toBeCloseTo(1.4);
    expect(
      planLaunch(TRAINING, overlay, '/', (type) => (type === 'ml.g5.xlarge' ? 1 : undefined)).perHour,
    ).toBeUndefined();
  });

  it('refuses what was only made for this machine', () => {
    const document: RequestDocument = {
      kind: 'training-job',
      request: trainingRequest({
        RoleArn: 'arn:aws:iam::000000000000:role/local',
        OutputDataConfig: { S3OutputPath: 's3://local/output' },
      }),
    };
    const notes = planLaunch(document, overlayOf(), '/').notes;
    expect(notes.map((it) => it.severity)).toEqual(['error', 'error']);
  });

  it('pushes an image once, and to a place that is asked for when the request names none in ECR', () => {
    const model = modelRequest({ PrimaryContainer: undefined, Containers: [{ Image: 'a' }, { Image: 'a' }] });
    const plan = planLaunch(
      { kind: 'endpoint', request: endpointRequest(model) },
      overlayOf({ images: { a: 'b:1' } }),
      '/',
    );
    expect(plan.pushes).toEqual([expect.objectContaining({ target: undefined })]);
  });
});
