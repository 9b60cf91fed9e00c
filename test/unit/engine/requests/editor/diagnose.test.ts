import { describe, expect, it } from 'vitest';
import { diagnoseRequest } from '../../../../../engine/src/requests/editor/diagnose';
import { withMapping } from '../../../../../engine/src/requests/editor/fixes';
import { fidelityOfRequest } from '../../../../../engine/src/requests/editor/plan-fidelity';
import type { EditedProblem, Surroundings } from '../../../../../engine/src/requests/editor/types';
import { DEFAULT_OVERLAY } from '../../../../../engine/src/requests/overlay';
import { around, edited, PYTORCH, training, XGBOOST } from './support';

function problems(value: object, changes: Partial<Surroundings> = {}): readonly EditedProblem[] {
  const document = edited('Endpoint' in value ? 'endpoint' : 'training-job', JSON.stringify(value, null, 2));
  const surroundings = around([value], changes);
  return diagnoseRequest(document, surroundings, fidelityOfRequest(document, surroundings));
}

function overlayProblems(value: object, changes: Partial<Surroundings> = {}): readonly EditedProblem[] {
  return diagnoseRequest(edited('overlay', JSON.stringify(value)), around([training()], changes), []);
}

/** The document after the first fix of its first problem. */
function fixed(value: object): unknown {
  const text = JSON.stringify(value, null, 2);
  const fix = problems(value)[0]?.fixes[0];
  if (fix?.kind !== 'edit') return fix;
  const changes = [...fix.changes].sort((a, b) => b.offset - a.offset);
  return JSON.parse(
    changes.reduce((all, it) => all.slice(0, it.offset) + it.text + all.slice(it.offset + it.length), text),
  );
}

const algorithm = (image: string) => ({ TrainingImage: image, TrainingInputMode: 'File' });
const machine = (type: string) => ({ InstanceType: type, InstanceCount: 1, VolumeSizeInGB: 30 });

describe('problems of request documents', () => {
  it('has nothing to say of a job that is right and has its data', () => {
    expect(problems(training())).toEqual([]);
  });

  it('points out a channel without data, and maps it in the overlay', () => {
    const [problem] = problems(training(), { overlay: DEFAULT_OVERLAY });
    expect(problem?.pointer).toBe('/InputDataConfig/0/DataSource/S3DataSource/S3Uri');
    expect(problem?.message).toMatch(/Nothing on this machine stands for s3:\/\/bucket\/train\//);
    expect(problem?.fixes).toMatchObject([{ kind: 'map', prefix: 's3://bucket/train/', target: './data/train' }]);
    expect(problems(training(), { overlay: { ...DEFAULT_OVERLAY, credentials: 'profile' } })).toEqual([]);
  });

  it('points out a folder that is not there', () => {
    const [problem] = problems(training(), { exists: () => false });
    expect(problem?.fixes).toMatchObject([{ kind: 'create-folder', path: '/work/data' }]);
  });

  it('points out images for another processor, with the right one', () => {
    const [problem] = problems(
      training({ AlgorithmSpecification: algorithm(PYTORCH), ResourceConfig: machine('ml.g5.xlarge') }),
    );
    expect(problem?.message).toMatch(/built for CPUs/);
    expect(problem?.fixes[0]?.title).toContain('2.6.0-gpu-py312');
    const gpu = PYTORCH.replace('cpu', 'gpu');
    expect(problems(training({ AlgorithmSpecification: algorithm(gpu) }))[0]?.message).toMatch(/ml.m5.xlarge has none/);
    expect(
      problems(training({ AlgorithmSpecification: algorithm(gpu), ResourceConfig: machine('ml.g5.xlarge') })),
    ).toEqual([]);
    expect(
      problems(training({ AlgorithmSpecification: algorithm(PYTORCH), ResourceConfig: machine('ml.m7g.xlarge') }))[0]
        ?.message,
    ).toMatch(/ARM64/);
  });

  it('points out a host driver that is older than the CUDA of the image', () => {
    const endpoint = (variant: object) => ({
      Model: {
        ModelName: 'm',
        PrimaryContainer: {
          Image:
            '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker',
        },
        ExecutionRoleArn: 'arn:aws:iam::111122223333:role/serving',
      },
      EndpointConfig: {
        EndpointConfigName: 'c',
        ProductionVariants: [
          {
            VariantName: 'AllTraffic',
            ModelName: 'm',
            InstanceType: 'ml.g5.xlarge',
            InitialInstanceCount: 1,
            ...variant,
          },
        ],
      },
      Endpoint: { EndpointName: 'e', EndpointConfigName: 'c' },
    });
    expect(problems(endpoint({}))).toMatchObject([
      { severity: 'info', pointer: '/EndpointConfig/ProductionVariants/0/InstanceType' },
    ]);
    expect(problems(endpoint({ InferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1' }))).toEqual([]);
  });

  it('checks hyperparameters and channels of a built-in algorithm, and of no other image', () => {
    const job = (parameters: object) =>
      training({ AlgorithmSpecification: algorithm(XGBOOST), HyperParameters: parameters });
    expect(problems(job({ num_round: '10', eta: '0.1' }))).toEqual([]);
    expect(problems(job({}))[0]?.message).toMatch(/needs the hyperparameter `num_round`/);
    expect(fixed(job({ num_rounds: '10' }))).toMatchObject({ HyperParameters: { num_round: '10' } });
    expect(fixed(job({}))).toMatchObject({ HyperParameters: { num_round: '' } });
    expect(problems(training({ HyperParameters: { whatever: '1' } }))).toEqual([]);
    const [channel] = problems({
      ...job({ num_round: '1' }),
      InputDataConfig: [
        { ChannelName: 'data', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } } },
      ],
    });
    expect(channel?.message).toMatch(/needs a channel `train`/);
  });

  it('leaves broken JSON and members that stand twice to the JSON service', () => {
    expect(diagnoseRequest(edited('training-job', '{ "TrainingJobName": '), around([]), [])).toEqual([]);
    const twice = JSON.stringify(training()).replace('{', '{"TrainingJobName":"a",');
    const document = edited('training-job', twice);
    expect(diagnoseRequest(document, around([training()]), [])).toEqual([]);
  });
});

describe('fixes', () => {
  it('corrects names, listed values and types', () => {
    const { ResourceConfig, ...rest } = training();
    expect(fixed({ ...rest, ResourceConfg: ResourceConfig })).toEqual(training());
    expect(
      fixed(training({ AlgorithmSpecification: { TrainingImage: 'mine:1', TrainingInputMode: 'Files' } })),
    ).toEqual(training());
    expect(fixed(training({ ResourceConfig: { ...machine('ml.m5.xlarge'), InstanceCount: '1' } }))).toEqual(training());
    expect(fixed(training({ HyperParameters: { epochs: 3 } }))).toEqual(training({ HyperParameters: { epochs: '3' } }));
    expect(fixed(training({ ResourceConfig: machine('m5.xlarge') }))).toEqual(training());
  });

  it('adds what is missing, with what it must have', () => {
    const { StoppingCondition, ...rest } = training();
    expect(StoppingCondition).toBeDefined();
    expect(fixed(rest)).toEqual({ ...rest, StoppingCondition: { MaxRuntimeInSeconds: 86_400 } });
    const { OutputDataConfig, ...other } = training();
    expect(OutputDataConfig).toBeDefined();
    expect(fixed(other)).toEqual({ ...other, OutputDataConfig: { S3OutputPath: '' } });
  });

  it('writes an overlay that is not there, and keeps what one says', () => {
    expect(JSON.parse(withMapping(undefined, 's3://b/a/', './data/a'))).toEqual({ s3: { 's3://b/a/': './data/a' } });
    const old = '{\n  // mine\n  "gpus": "none"\n}\n';
    const text = withMapping(old, 's3://b/a/', './data/a');
    expect(text).toContain('// mine');
    expect(text).toContain('"s3://b/a/": "./data/a"');
  });
});

describe('problems of overlays', () => {
  it('has nothing to say of entries that the request names', () => {
    expect(overlayProblems({ s3: { 's3://bucket/train/': './data' }, images: { 'mine:1': 'other:1' } })).toEqual([]);
    expect(overlayProblems({ s3: { 's3://bucket/': './data' } })).toEqual([]);
  });

  it('points out entries that match nothing, and files that are not there', () => {
    const [prefix] = overlayProblems({ s3: { 's3://bucket/trian/': './data' } });
    expect(prefix?.message).toMatch(/No request beside this file names/);
    expect(prefix?.fixes[0]?.title).toContain('Remove');
    expect(overlayProblems({ images: { 'others:1': 'x' } })[0]?.pointer).toBe('/images/others:1');
    const absent = { exists: () => false };
    expect(overlayProblems({ s3: { 's3://bucket/train/': './data' } }, absent)[0]?.fixes).toMatchObject([
      { kind: 'create-folder', path: '/work/data' },
    ]);
    expect(overlayProblems({ images: { 'mine:1': { dockerfile: 'Dockerfile' } } }, absent)[0]?.pointer).toBe(
      '/images/mine:1/dockerfile',
    );
    expect(overlayProblems({ envFile: '.env' }, absent)).toHaveLength(1);
  });

  it('says nothing of folders that results go to: they are made', () => {
    expect(overlayProblems({ s3: { 's3://bucket/out/': './out' } }, { exists: () => false })).toEqual([]);
  });
});
