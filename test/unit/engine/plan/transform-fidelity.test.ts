import { describe, expect, it } from 'vitest';
import type { CreateTransformJobCommandInput } from '@aws-sdk/client-sagemaker';
import { associationOf } from '../../../../engine/src/local/transform-associate';
import { planTransform } from '../../../../engine/src/plan/transform';
import { CONTEXT, fidelity, modelRequest, overlayOf, transformRequest } from './fixtures';
import { leaves } from './shapes';

const SOURCE = { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/in/' } } as const;
const OUTPUT = { S3OutputPath: 's3://bucket/out/' };

function plan(members: Partial<CreateTransformJobCommandInput>, model = modelRequest()) {
  return planTransform(transformRequest(members), model, overlayOf({ s3: { 's3://bucket': 'data' } }), CONTEXT);
}

function csv(more: Partial<CreateTransformJobCommandInput>): Partial<CreateTransformJobCommandInput> {
  return {
    TransformInput: { DataSource: SOURCE, ContentType: 'text/csv', SplitType: 'Line' },
    TransformOutput: { ...OUTPUT, Accept: 'text/csv', AssembleWith: 'Line' },
    ...more,
  };
}

function json(more: Partial<CreateTransformJobCommandInput>): Partial<CreateTransformJobCommandInput> {
  return {
    TransformInput: { DataSource: SOURCE, ContentType: 'application/json; charset=utf-8' },
    TransformOutput: { ...OUTPUT, Accept: 'application/jsonlines' },
    ...more,
  };
}

describe('what the report says of filters and joins is what the run does', () => {
  it.each([
    [csv({ DataProcessing: { InputFilter: '$[1:]' } }), 'honoured'],
    [csv({ DataProcessing: { InputFilter: '$[1:4]' } }), 'approximated'],
    [csv({ DataProcessing: { InputFilter: '$.features' } }), 'refused'],
    [csv({ DataProcessing: { InputFilter: '$..a' } }), 'refused'],
    [csv({ DataProcessing: { InputFilter: '$' }, TransformOutput: OUTPUT }), 'honoured'],
    [csv({ DataProcessing: { InputFilter: '$[0]' }, TransformOutput: OUTPUT }), 'refused'],
    [csv({ DataProcessing: { InputFilter: '$[0]' }, TransformInput: { DataSource: SOURCE } }), 'refused'],
    [json({ DataProcessing: { InputFilter: '$.features' } }), 'honoured'],
    [json({ DataProcessing: { InputFilter: "$['a','b'].c" } }), 'refused'],
  ] as const)('%j is %s', (request, level) => {
    const found = plan(request);
    expect(fidelity(found, '/DataProcessing/InputFilter')?.level).toBe(level);
    const { transform } = found;
    if (transform === undefined) throw new Error('There is no transform.');
    if (level !== 'refused') expect(() => associationOf(transform)).not.toThrow();
  });

  it('joins CSV with CSV and JSON with JSON', () => {
    const join = { DataProcessing: { JoinSource: 'Input' as const } };
    const level = (request: Partial<CreateTransformJobCommandInput>) =>
      fidelity(plan(request), '/DataProcessing/JoinSource')?.level;
    expect(level(csv(join))).toBe('honoured');
    expect(level(json(join))).toBe('honoured');
    expect(level({ ...csv(join), TransformOutput: json({}).TransformOutput })).toBe('refused');
    expect(level({ ...csv(join), TransformInput: { ...csv({}).TransformInput, SplitType: 'None' } as never })).toBe(
      'refused',
    );
    expect(level({ DataProcessing: { JoinSource: 'None' } })).toBe('honoured');
  });
});

describe('the other members', () => {
  it('refuses what a transform job can’t do with a model, and honours the rest', () => {
    const direct = modelRequest({ InferenceExecutionConfig: { Mode: 'Direct' }, Containers: [{ Image: 'a' }] });
    expect(fidelity(plan({}, direct), '/Model/InferenceExecutionConfig/Mode')?.level).toBe('refused');
    const multi = modelRequest({ PrimaryContainer: { Image: 'a', Mode: 'MultiModel' } });
    expect(fidelity(plan({}, multi), '/Model/PrimaryContainer/Mode')?.level).toBe('refused');
  });

  it.each(['S3Prefix', 'ManifestFile', 'AugmentedManifestFile'] as const)('%s', (S3DataType) => {
    const found = plan({
      TransformInput: { DataSource: { S3DataSource: { S3DataType: S3DataType as never, S3Uri: 's3://bucket/in/' } } },
    });
    const levels = { S3Prefix: 'honoured', ManifestFile: 'approximated', AugmentedManifestFile: 'refused' };
    expect(fidelity(found, '/TransformInput/DataSource/S3DataSource/S3DataType')?.level).toBe(levels[S3DataType]);
  });

  it('takes no more than 100 MB under way', () => {
    const at = (MaxPayloadInMB: number, MaxConcurrentTransforms: number) =>
      fidelity(plan({ MaxPayloadInMB, MaxConcurrentTransforms }), '/MaxPayloadInMB')?.level;
    expect([at(50, 2), at(51, 2), at(0, 64), at(100, 0)]).toEqual(['honoured', 'refused', 'approximated', 'honoured']);
  });
});

/** Another value for a member, and whether the plan has to differ for it: a member that is honoured does something. */
const OTHER: Readonly<Record<string, unknown>> = {
  MaxConcurrentTransforms: 7,
  MaxPayloadInMB: 3,
  InvocationsTimeoutInSeconds: 9,
  InvocationsMaxRetries: 2,
  S3DataType: 'ManifestFile',
  CompressionType: 'Gzip',
  SplitType: 'Line',
  AssembleWith: 'Line',
  BatchStrategy: 'SingleRecord',
  InstanceCount: 2,
  InstanceType: 'ml.g4dn.xlarge',
  JoinSource: 'Input',
  InputFilter: '$.a',
  OutputFilter: '$.a',
  Environment: { B: '2' },
};

/** Honoured by what surrounds the plan: the name of the model chooses which one is given. */
const BESIDE = new Set(['/ModelName']);

it('changes the plan by every member that is not ignored, and by none that is', () => {
  const base = json({});
  const wrong: string[] = [];
  const paths = leaves('CreateTransformJobRequest');
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) {
    if (path.some((part) => typeof part === 'number')) continue;
    const name = String(path.at(-1));
    const request = withMember(transformRequest(base), path.map(String), OTHER[name] ?? 's3://bucket/other');
    const changed = planTransform(
      request as CreateTransformJobCommandInput,
      modelRequest(),
      overlayOf({ s3: { 's3://bucket': 'data' } }),
      CONTEXT,
    );
    const pointer = `/${path.join('/')}`;
    const entry = changed.fidelity.find((one) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`));
    const differs = executed(changed) !== executed(plan(base));
    const acts = entry?.level === 'honoured' || entry?.level === 'approximated';
    if (entry?.level !== 'refused' && acts !== differs && !BESIDE.has(pointer)) {
      wrong.push(`${pointer} is ${String(entry?.level)}, but the plan ${differs ? 'differs' : 'is the same'}`);
    }
  }
  expect(wrong).toEqual([]);
});

function executed(found: ReturnType<typeof plan>): string {
  return JSON.stringify({ ...found, fidelity: undefined });
}

function withMember(value: unknown, path: readonly string[], to: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return to;
  const members: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {};
  return { ...members, [first]: withMember(members[first], rest, to) };
}
