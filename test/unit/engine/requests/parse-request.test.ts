import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../../engine/src/requests/parse-request';
import type { RequestKind, RequestProblem } from '../../../../engine/src/requests/types';
import { changed, DOCUMENTS, ENDPOINT, MODEL, PROCESSING_JOB, TRAINING_JOB, TRANSFORM_JOB } from './documents';

const KINDS: readonly RequestKind[] = ['training-job', 'processing-job', 'transform-job', 'endpoint'];

function problemsOf(kind: RequestKind, changes: Readonly<Record<string, unknown>>): readonly RequestProblem[] {
  return parseRequest(JSON.stringify(changed(DOCUMENTS[kind], changes), undefined, 2), `a.${kind}.json`).problems;
}

/** Changes, then each problem as `severity pointer: message`. */
function said(kind: RequestKind, changes: Readonly<Record<string, unknown>>): readonly string[] {
  return problemsOf(kind, changes).map(({ severity, pointer, message }) => `${severity} ${pointer}: ${message}`);
}

describe('parseRequest', () => {
  it.each(KINDS)('passes a %s as it is', (kind) => {
    const parsed = parseRequest(JSON.stringify(DOCUMENTS[kind], undefined, 2), `a.${kind}.json`);
    expect(parsed).toEqual({ document: { kind, request: DOCUMENTS[kind] }, problems: [] });
  });

  it('recognises a document by its members', () => {
    expect(parseRequest(JSON.stringify(TRAINING_JOB), 'request.json').document?.kind).toBe('training-job');
  });

  it('takes a model apart from its transform job', () => {
    const parsed = parseRequest(JSON.stringify({ Model: MODEL, ...TRANSFORM_JOB }), 'a.transform-job.json');
    expect(parsed).toEqual({ document: { kind: 'transform-job', request: TRANSFORM_JOB, model: MODEL }, problems: [] });
  });

  it('takes several models; the first is the model', () => {
    const second = { ...MODEL, ModelName: 'second' };
    const { Model: _, ...rest } = ENDPOINT;
    const parsed = parseRequest(JSON.stringify({ ...rest, Models: [MODEL, second] }), 'a.endpoint.json');
    expect(parsed.problems).toEqual([]);
    expect(parsed.document?.request).toMatchObject({ Model: MODEL, Models: [MODEL, second] });
  });
});

describe('sentences of training jobs', () => {
  it.each<[Readonly<Record<string, unknown>>, readonly string[]]>([
    [
      { 'ResourceConfig.InstanceCount': 0 },
      ['error /ResourceConfig/InstanceCount: `InstanceCount` must be at least 1, not 0.'],
    ],
    [
      { 'ResourceConfig.InstanceCount': -1 },
      ['error /ResourceConfig/InstanceCount: `InstanceCount` must be at least 0, not -1.'],
    ],
    [
      { 'ResourceConfig.InstanceCount': '2' },
      ['error /ResourceConfig/InstanceCount: `InstanceCount` must be a whole number: write 2, without quotes.'],
    ],
    [
      { 'ResourceConfig.InstanceCount': 1.5 },
      ['error /ResourceConfig/InstanceCount: `InstanceCount` must be a whole number, not 1.5.'],
    ],
    [
      { StoppingCondition: { MaxRuntime: 60 } },
      [
        'error /StoppingCondition/MaxRuntime: `StoppingCondition` has no member `MaxRuntime`; did you mean `MaxRuntimeInSeconds`?',
      ],
    ],
    [{ TrainingJobName: undefined }, ['error /TrainingJobName: The training job needs `TrainingJobName`: add it.']],
    [
      { TrainingJobName: undefined, trainingJobName: 'x' },
      ['error /trainingJobName: The training job has no member `trainingJobName`; did you mean `TrainingJobName`?'],
    ],
    [
      { InstanceCount: 1 },
      ['error /InstanceCount: The training job has no member `InstanceCount`: it belongs in `ResourceConfig`.'],
    ],
    [
      { 'ResourceConfig.RoleArn': 'x' },
      [
        'error /ResourceConfig/RoleArn: `ResourceConfig` has no member `RoleArn`: it belongs at the top of the document.',
      ],
    ],
    [
      { QuantumConfig: {} },
      [
        'warning /QuantumConfig: The training job has no member `QuantumConfig` that this version knows, and it is ignored here. AWS refuses members it does not know.',
      ],
    ],
    [
      { TrainingJobName: 'my_job' },
      [
        'error /TrainingJobName: `TrainingJobName` is "my_job". Must be letters, digits and hyphens, up to 63, with a letter or digit at both ends.',
      ],
    ],
    [
      { TrainingJobName: 'a'.repeat(64) },
      ['error /TrainingJobName: `TrainingJobName` has 64 characters; AWS takes at most 63.'],
    ],
    [{ TrainingJobName: '' }, ['error /TrainingJobName: `TrainingJobName` must not be empty.']],
    [
      { TrainingJobName: null },
      ['error /TrainingJobName: `TrainingJobName` is null: leave it out, or give it a string.'],
    ],
    [
      { 'HyperParameters.lr': 0.1 },
      ['error /HyperParameters/lr: The hyperparameter `lr` must be a string, as every hyperparameter is: write "0.1".'],
    ],
    [
      { 'HyperParameters.layers': [1, 2] },
      [
        'error /HyperParameters/layers: The hyperparameter `layers` must be a string, as every hyperparameter is: write "[1,2]".',
      ],
    ],
    [
      { 'Environment.DEBUG': true },
      ['error /Environment/DEBUG: The variable `DEBUG` must be a string, as every variable is: write "true".'],
    ],
    [
      { 'Environment.LONG': 'x'.repeat(513) },
      ['error /Environment/LONG: The variable `LONG` has 513 characters; AWS takes at most 512.'],
    ],
    [
      { Environment: { 'A-B': 'x' } },
      [
        'error /Environment/A-B: The name `A-B` in `Environment` is not accepted. Must be letters, digits and `_`, not starting with a digit.',
      ],
    ],
    [
      { 'AlgorithmSpecification.TrainingInputMode': 'Fast' },
      [
        'error /AlgorithmSpecification/TrainingInputMode: `TrainingInputMode` must not be "Fast": did you mean "FastFile"?',
      ],
    ],
    [
      { 'AlgorithmSpecification.TrainingInputMode': 'Copy' },
      [
        'error /AlgorithmSpecification/TrainingInputMode: `TrainingInputMode` must not be "Copy": choose "Pipe", "File" or "FastFile".',
      ],
    ],
    [
      { 'AlgorithmSpecification.AlgorithmName': 'x' },
      [
        'error /AlgorithmSpecification/AlgorithmName: `TrainingImage` and `AlgorithmName` exclude each other: keep the one you mean.',
      ],
    ],
    [
      { 'AlgorithmSpecification.TrainingImage': undefined },
      [
        'error /AlgorithmSpecification/TrainingImage: `AlgorithmSpecification` needs `TrainingImage` (or `AlgorithmName`): add it.',
      ],
    ],
    [
      { 'AlgorithmSpecification.ContainerArguments': '--fast' },
      [
        'error /AlgorithmSpecification/ContainerArguments: `ContainerArguments` must be a list, not a string: put it in [ ].',
      ],
    ],
    [
      { 'InputDataConfig.1.ChannelName': 'train' },
      ['error /InputDataConfig/1/ChannelName: There is already a channel `train`: give this one another name.'],
    ],
    [
      { 'InputDataConfig.0.DataSource': {} },
      [
        'error /InputDataConfig/0/DataSource: The `DataSource` of channel `train` is empty: add `S3DataSource` or `FileSystemDataSource`.',
      ],
    ],
    [
      { 'OutputDataConfig.S3OutputPath': './out' },
      [
        'error /OutputDataConfig/S3OutputPath: `S3OutputPath` is "./out". Must be a URI in S3: `s3://bucket/prefix`. To use a local folder, keep an S3 URI here and map it in the overlay’s `s3`.',
      ],
    ],
    [
      { 'OutputDataConfig.S3OutputPath': 's3://My_Bucket/x' },
      [
        'warning /OutputDataConfig/S3OutputPath: `My_Bucket` can’t be a bucket: 3 to 63 lowercase letters, digits, dots and hyphens.',
      ],
    ],
    [
      { RoleArn: 'AmazonSageMaker-ExecutionRole' },
      [
        'error /RoleArn: `RoleArn` is "AmazonSageMaker-ExecutionRole". Must be the ARN of a role: `arn:aws:iam::111122223333:role/name`.',
      ],
    ],
    [
      { 'ResourceConfig.InstanceType': 'ml.m5.xlrage' },
      [
        'error /ResourceConfig/InstanceType: `InstanceType` is "ml.m5.xlrage", which is no instance type. Did you mean "ml.m5.xlarge"?',
      ],
    ],
    [
      { 'ResourceConfig.InstanceType': 'm5.xlarge' },
      [
        'error /ResourceConfig/InstanceType: `InstanceType` is "m5.xlarge", which is no instance type. Did you mean "ml.m5.xlarge"?',
      ],
    ],
    [
      { 'ResourceConfig.InstanceType': 'ml.z99.xlarge' },
      [
        'warning /ResourceConfig/InstanceType: `InstanceType` is "ml.z99.xlarge", which this version does not know for this kind of request. Check that AWS offers it.',
      ],
    ],
    [
      { 'ResourceConfig.InstanceType': 'local_gpu' },
      [
        'error /ResourceConfig/InstanceType: `InstanceType` is "local_gpu", which only the Python SDK knows. Write the real type, such as "ml.m5.xlarge": it runs here all the same; the overlay’s `gpus` says which GPUs.',
      ],
    ],
    [
      { 'ResourceConfig.InstanceType': undefined },
      ['error /ResourceConfig/InstanceType: `ResourceConfig` needs `InstanceType`: add it.'],
    ],
    [
      { 'ResourceConfig.InstanceGroups': [{ InstanceType: 'ml.m5.xlarge', InstanceCount: 1, InstanceGroupName: 'g' }] },
      [
        'error /ResourceConfig/InstanceType: `InstanceType` excludes `InstanceGroups`: each group has its own.',
        'error /ResourceConfig/InstanceCount: `InstanceCount` excludes `InstanceGroups`: each group has its own.',
      ],
    ],
    [{ ResourceConfig: undefined }, ['error /ResourceConfig: The training job needs `ResourceConfig`: add it.']],
    [
      { StoppingCondition: undefined },
      [
        'warning /StoppingCondition: There is no `StoppingCondition`: add one, AWS asks for it. Here the job may run as long as AWS allows by default.',
      ],
    ],
    [
      { EnableManagedSpotTraining: true },
      ['warning /StoppingCondition/MaxWaitTimeInSeconds: Spot training needs `MaxWaitTimeInSeconds` at AWS: add it.'],
    ],
    [
      { EnableManagedSpotTraining: true, 'StoppingCondition.MaxWaitTimeInSeconds': 60 },
      [
        'warning /StoppingCondition/MaxWaitTimeInSeconds: `MaxWaitTimeInSeconds` includes the run: AWS asks for at least `MaxRuntimeInSeconds` (3600).',
      ],
    ],
    [
      { EnableNetworkIsolation: 'True' },
      ['error /EnableNetworkIsolation: `EnableNetworkIsolation` must be true or false: write true, without quotes.'],
    ],
    [{ InputDataConfig: [] }, ['error /InputDataConfig: `InputDataConfig` must not be empty: leave it out instead.']],
  ])('%j', (changes, sentences) => {
    expect(said('training-job', changes)).toEqual(sentences);
  });

  it('takes what is just right', () => {
    const spot = { EnableManagedSpotTraining: true, 'StoppingCondition.MaxWaitTimeInSeconds': 3600 };
    expect(said('training-job', spot)).toEqual([]);
    expect(said('training-job', { TrainingJobName: `a${'-'.repeat(61)}9` })).toEqual([]);
  });

  it('refuses a channel with two sources, and a wait without Spot', () => {
    const both = { S3DataSource: TRAINING_JOB.InputDataConfig[0]?.DataSource.S3DataSource, DatasetSource: {} };
    expect(said('training-job', { 'InputDataConfig.0.DataSource': both }).join()).toContain(
      'names several sources: keep one.',
    );
    expect(said('training-job', { 'StoppingCondition.MaxWaitTimeInSeconds': 3600 })).toEqual([
      'warning /StoppingCondition/MaxWaitTimeInSeconds: `MaxWaitTimeInSeconds` is for Spot training: AWS refuses it without `EnableManagedSpotTraining`.',
    ]);
  });

  it('takes a longer name for a new member of AWS, not for a mistake', () => {
    const [problem] = problemsOf('training-job', { 'AlgorithmSpecification.TrainingImagePolicy': 'x' });
    expect(problem).toMatchObject({ severity: 'warning', pointer: '/AlgorithmSpecification/TrainingImagePolicy' });
  });

  it('suggests nothing when a name could be several', () => {
    const [problem] = problemsOf('endpoint', { 'EndpointConfig.ProductionVariants.0.Initial': 1 });
    expect(problem).toMatchObject({ severity: 'warning' });
    expect(problem?.message).not.toContain('did you mean');
  });

  it('counts channels, hyperparameters and variables', () => {
    const many = (count: number): [string, string][] => Array.from({ length: count }, (_, at) => [`n${at}`, 'x']);
    const channel = TRAINING_JOB.InputDataConfig[0];
    const channels = (count: number): object[] => many(count).map(([ChannelName]) => ({ ...channel, ChannelName }));
    expect(said('training-job', { InputDataConfig: channels(20) })).toEqual([]);
    expect(said('training-job', { InputDataConfig: channels(21) })).toEqual([
      'error /InputDataConfig: `InputDataConfig` has 21 items; AWS takes at most 20.',
    ]);
    expect(said('training-job', { HyperParameters: Object.fromEntries(many(100)) })).toEqual([]);
    expect(said('training-job', { HyperParameters: Object.fromEntries(many(101)) })).toEqual([
      'error /HyperParameters: `HyperParameters` has 101 entries; AWS takes at most 100.',
    ]);
    expect(said('transform-job', { Environment: Object.fromEntries(many(17)) })).toEqual([
      'error /Environment: `Environment` has 17 entries; AWS takes at most 16.',
    ]);
  });

  it('asks nothing of instances of a serverless job', () => {
    const changes = { AlgorithmSpecification: undefined, ResourceConfig: undefined, StoppingCondition: undefined };
    const [first] = said('training-job', { ...changes, ServerlessJobConfig: { JobType: 'FineTuning' } });
    expect(first).toContain('/ServerlessJobConfig');
    expect(said('training-job', { ...changes, ServerlessJobConfig: {} }).join()).not.toContain('ResourceConfig');
  });

  it('still gives the document when there are warnings only', () => {
    const text = JSON.stringify({ ...TRAINING_JOB, QuantumConfig: {} });
    expect(parseRequest(text, 'a.training-job.json').document?.kind).toBe('training-job');
  });
});

describe('sentences of the other documents', () => {
  it.each<[RequestKind, Readonly<Record<string, unknown>>, readonly string[]]>([
    [
      'processing-job',
      { ProcessingInputs: [PROCESSING_JOB.ProcessingInputs[0], PROCESSING_JOB.ProcessingInputs[0]] },
      ['error /ProcessingInputs/1/InputName: There is already an input `raw`: give this one another name.'],
    ],
    [
      'processing-job',
      { 'ProcessingInputs.0.S3Input.LocalPath': undefined },
      ['error /ProcessingInputs/0/S3Input/LocalPath: `S3Input` needs `LocalPath`: add it.'],
    ],
    [
      'processing-job',
      { 'ProcessingResources.ClusterConfig.InstanceCount': undefined },
      ['error /ProcessingResources/ClusterConfig/InstanceCount: `ClusterConfig` needs `InstanceCount`: add it.'],
    ],
    [
      'processing-job',
      { 'Environment.LONG': 'x'.repeat(257) },
      ['error /Environment/LONG: The variable `LONG` has 257 characters; AWS takes at most 256.'],
    ],
    [
      'processing-job',
      { HyperParameters: { a: '1' } },
      [
        'warning /HyperParameters: The processing job has no member `HyperParameters` that this version knows, and it is ignored here. AWS refuses members it does not know.',
      ],
    ],
    [
      'transform-job',
      { Model: { ...MODEL, ModelName: 'other' } },
      ['error /ModelName: `ModelName` must be `other`, the name of the document’s `Model`.'],
    ],
    [
      'transform-job',
      { BatchStrategy: 'MULTI_RECORD' },
      ['error /BatchStrategy: `BatchStrategy` must not be "MULTI_RECORD": did you mean "MultiRecord"?'],
    ],
    [
      'endpoint',
      { 'Endpoint.EndpointConfigName': 'x' },
      [
        'error /Endpoint/EndpointConfigName: `EndpointConfigName` must be `churn-config`, the name in `EndpointConfig`.',
      ],
    ],
    [
      'endpoint',
      { 'EndpointConfig.ProductionVariants.0.ModelName': 'chrun' },
      [
        'error /EndpointConfig/ProductionVariants/0/ModelName: There is no model `chrun` in this document: it has `churn`.',
      ],
    ],
    ['endpoint', { Model: undefined }, ['error /Model: The endpoint document needs `Model` (or `Models`): add it.']],
    [
      'endpoint',
      { Models: [MODEL] },
      ['error /Models: `Model` and `Models` exclude each other: put all of them in `Models`.'],
    ],
    [
      'endpoint',
      { 'Model.PrimaryContainer': undefined },
      ['error /Model/PrimaryContainer: The model needs `PrimaryContainer` (or `Containers`): add it.'],
    ],
    [
      'endpoint',
      { 'Model.Containers': [MODEL.PrimaryContainer, MODEL.PrimaryContainer] },
      ['error /Model/Containers: `PrimaryContainer` and `Containers` exclude each other: keep the one you mean.'],
    ],
    [
      'endpoint',
      { 'Model.PrimaryContainer.Image': undefined },
      ['error /Model/PrimaryContainer/Image: The container needs `Image` (or `ModelPackageName`): add it.'],
    ],
    [
      'endpoint',
      { 'EndpointConfig.ProductionVariants.0.ServerlessConfig': { MemorySizeInMB: 2048, MaxConcurrency: 1 } },
      [
        'error /EndpointConfig/ProductionVariants/0/InitialInstanceCount: `InitialInstanceCount` excludes `ServerlessConfig`: remove one.',
        'error /EndpointConfig/ProductionVariants/0/InstanceType: `InstanceType` excludes `ServerlessConfig`: remove one.',
      ],
    ],
    [
      'endpoint',
      { Variants: [] },
      [
        'error /Variants: The endpoint document has no member `Variants`: remove it. The endpoint document takes `Model`, `Models`, `EndpointConfig`, `Endpoint`.',
      ],
    ],
  ])('%s %j', (kind, changes, sentences) => {
    expect(said(kind, changes)).toEqual(sentences);
  });

  it.each<[RequestKind, string]>([
    ['processing-job', 'ProcessingResources.ClusterConfig.InstanceCount'],
    ['transform-job', 'TransformResources.InstanceCount'],
  ])('says once that a %s needs an instance', (kind, member) => {
    expect(problemsOf(kind, { [member]: 0 }).map((it) => it.message)).toEqual([
      '`InstanceCount` must be at least 1, not 0.',
    ]);
  });

  it('says one thing about a member', () => {
    const problems = problemsOf('transform-job', { Model: MODEL, ModelName: 'my_model' });
    expect(problems.map((it) => it.pointer)).toEqual(['/ModelName']);
  });

  it('adds up the variables of a model', () => {
    const Environment = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`N${at}`, 'ü'.repeat(500)]));
    expect(said('endpoint', { 'Model.PrimaryContainer.Environment': Environment })).toEqual([
      'error /Model/PrimaryContainer/Environment: The `Environment` has 40110 bytes in all; AWS takes at most 32768.',
    ]);
  });
});

describe('places', () => {
  it('points at the value, the name, or the owner of what is missing', () => {
    const text = [
      '{',
      '  "TrainingJobName": "my_job",',
      '  "OutputDataConfig": { "S3OutputPath": "s3://amzn-x/" },',
      '  "AlgorithmSpecification": { "TrainingImage": "x", "TrainingInputMode": "File" },',
      '  "ResourceConfig": { "InstanceCount": 1 },',
      '  "StoppingCondition": { "MaxRuntime": 60 }',
      '}',
    ].join('\r\n');
    const { problems, document } = parseRequest(text, 'a.training-job.json');
    expect(document).toBeUndefined();
    const spans = problems.map(({ pointer, line, column, offset, length }) => [
      pointer,
      line,
      column,
      text.slice(offset, offset + length),
    ]);
    expect(spans).toEqual([
      ['/RoleArn', 1, 1, '{'],
      ['/TrainingJobName', 2, 22, '"my_job"'],
      ['/ResourceConfig/InstanceType', 5, 3, '"ResourceConfig"'],
      ['/StoppingCondition/MaxRuntime', 6, 26, '"MaxRuntime"'],
    ]);
  });

  it('counts a byte order mark and escaped names right', () => {
    const text = `\uFEFF${JSON.stringify({ ...TRAINING_JOB, HyperParameters: { 'a/b~c': 1 } })}`;
    const [problem, ...more] = parseRequest(text, 'a.training-job.json').problems;
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      pointer: '/HyperParameters/a~1b~0c',
      line: 1,
      column: text.indexOf(':1}') + 2,
      length: 1,
    });
  });
});

describe('texts that are no request', () => {
  it.each<[string, string, number, number]>([
    ['', 'is empty', 1, 1],
    [' \n ', 'is empty', 1, 1],
    ['{\n  "TrainingJobName": "a",\n}', 'comma after the last member', 3, 1],
    ['{\n  "TrainingJobName": \n}', 'value is expected', 3, 1],
    ['{ "TrainingJobName" "a" }', 'colon is missing', 1, 21],
    ['{ "A": 1 "B": 2 }', 'comma is missing', 1, 10],
    ["{ 'A': 1 }", 'no JSON value', 1, 3],
    ['{ "A": "x', 'closing double quote', 1, 8],
    ['{ "A": True }', 'no JSON value', 1, 8],
    ['{"A":1} x', 'no JSON value', 1, 9],
    ['[]', 'no request that runs here', 1, 1],
    ['{"name": "x"}', 'no request that runs here', 1, 1],
    [JSON.stringify(MODEL), 'one part of an endpoint', 1, 1],
    ['['.repeat(200_000), 'nested more than 100 levels', 1, 1],
    ['{"a":'.repeat(200_000), 'nested', 1, 1],
    [`"${'x'.repeat(1_000_000)}"`, 'too large', 1, 1],
  ])('%.40j', (text, message, line, column) => {
    const { document, problems } = parseRequest(text, 'request.json');
    expect(document).toBeUndefined();
    expect(problems[0]).toMatchObject({ severity: 'error', line, column });
    expect(problems.map((it) => it.message).join('\n')).toContain(message);
  });

  it('says so when the name and the members differ', () => {
    const { problems } = parseRequest(JSON.stringify(TRAINING_JOB), 'a.processing-job.json');
    expect(problems.map((it) => it.message)).toEqual([
      'The file’s name says a processing job, its members say a training job: rename it to `….training-job.json`.',
    ]);
  });

  it('warns of comments and of members that stand twice', () => {
    const text = JSON.stringify(TRAINING_JOB).replace('{', '{ // mine\n"RoleArn": "x",');
    const { document, problems } = parseRequest(text, 'a.training-job.json');
    expect(problems.map(({ severity, line, column }) => [severity, line, column])).toEqual([
      ['warning', 1, 3],
      ['warning', 2, text.lastIndexOf('"RoleArn"') - text.indexOf('\n')],
    ]);
    expect(document?.request).toEqual(TRAINING_JOB);
  });

  it.each([
    '[]',
    '"x"',
    'null',
    '1',
    '{}',
    '{"__proto__": {"TrainingJobName": "a"}}',
    '{"HyperParameters": {"__proto__": 1}}',
    '{"ResourceConfig": {"InstanceCount": 1e999}}',
  ])('never throws and never leaves the text: %s', (text) => {
    for (const kind of KINDS) {
      const { document, problems } = parseRequest(text, `a.${kind}.json`);
      expect(document).toBeUndefined();
      expect(problems.length).toBeGreaterThan(0);
    }
  });

  it('survives every beginning of every document, with places inside the text', () => {
    for (const kind of KINDS) {
      const text = JSON.stringify(DOCUMENTS[kind], undefined, 1);
      for (let end = 0; end < text.length; end += 7) {
        const { document, problems } = parseRequest(text.slice(0, end), `a.${kind}.json`);
        expect(document).toBeUndefined();
        for (const { offset, length, line, column } of problems) {
          expect(offset + length).toBeLessThanOrEqual(end);
          expect(Math.min(offset, line - 1, column - 1)).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it('survives a value of every kind in the place of every member', () => {
    const wrong = [null, true, 1, 1e300, '', 'x', [], [null], {}, { x: [1] }];
    for (const kind of KINDS) {
      for (const name of Object.keys(DOCUMENTS[kind]))
        for (const value of wrong) expect(() => problemsOf(kind, { [name]: value })).not.toThrow();
    }
  });

  it('is quick on hostile texts', () => {
    const long = 'a-'.repeat(100_000);
    const values = [long, `${long}\n`, `s3://${long}\n`, `arn:aws:iam::111122223333:role/${long} `];
    const start = performance.now();
    for (const value of values)
      problemsOf('training-job', {
        TrainingJobName: value,
        RoleArn: value,
        'OutputDataConfig.S3OutputPath': value,
        HyperParameters: { [value]: value },
        'AlgorithmSpecification.AlgorithmName': value,
      });
    problemsOf('training-job', { Tags: Array.from({ length: 100_000 }, () => 0) });
    expect(performance.now() - start).toBeLessThan(8000);
  });

  it('stops at a hundred problems', () => {
    expect(problemsOf('training-job', { Tags: Array.from({ length: 1000 }, () => 0) }).length).toBeLessThan(110);
  });
});
