import { describe, expect, it } from 'vitest';
import { offeredVersions, SCRIPT_FRAMEWORKS } from '../../../../contract/images/offered-versions';
import { REQUEST_KINDS } from '../../../../engine/src/requests/recognise';
import type { RequestKind } from '../../../../engine/src/requests/types';
import { requestPlace } from '../../../../engine/src/templates/request-place';
import { scriptRequest } from '../../../../engine/src/templates/script-request';
import type { ScriptOptions } from '../../../../engine/src/templates/script-request';
import { findingsOf } from './written-findings';

const REGION = 'us-east-1';

function written(kind: RequestKind, options: Partial<ScriptOptions> & Pick<ScriptOptions, 'framework' | 'version'>) {
  return scriptRequest(kind, {
    processor: 'cpu',
    name: 'script',
    place: requestPlace('script', REGION, '123456789012'),
    source: './code',
    program: 'train.py',
    hyperparameters: {},
    ...options,
  });
}

const offered = REQUEST_KINDS.flatMap((kind) =>
  SCRIPT_FRAMEWORKS.flatMap((framework) =>
    offeredVersions(framework, kind === 'endpoint' || kind === 'transform-job' ? 'inference' : 'training', REGION)
      .slice(0, 3)
      .flatMap(({ version, processors }) => processors.map((processor) => ({ kind, framework, version, processor }))),
  ),
);

describe('requests for scripts in images of AWS', () => {
  it.each(offered)('$framework $version on $processor, $kind: the editor has nothing to say of it', ({ kind, ...options }) => {
    expect(findingsOf(kind, written(kind, options))).toEqual([]);
  });

  it('hands a script over as the SDK does: every hyperparameter is JSON', () => {
    const { request, overlay } = written('training-job', {
      framework: 'sklearn',
      version: '1.2-1',
      hyperparameters: { epochs: '3', optimizer: 'adam', layers: '[1, 2]' },
    });
    expect(request).toMatchObject({
      AlgorithmSpecification: {
        TrainingImage: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
      },
      HyperParameters: {
        epochs: '3',
        optimizer: '"adam"',
        layers: '[1, 2]',
        sagemaker_program: '"train.py"',
        sagemaker_submit_directory: '"s3://sagemaker-us-east-1-123456789012/script/source/sourcedir.tar.gz"',
        sagemaker_container_log_level: '20',
        sagemaker_job_name: '"script"',
        sagemaker_region: '"us-east-1"',
      },
    });
    expect(overlay.s3).toMatchObject({
      's3://sagemaker-us-east-1-123456789012/script/source/sourcedir.tar.gz': './code',
    });
  });

  it('serves the script that lies in the model’s folder', () => {
    const { request, folders } = written('endpoint', {
      framework: 'pytorch',
      version: '2.6.0',
      source: './model',
      program: 'inference.py',
    });
    expect(request).toMatchObject({
      Model: {
        PrimaryContainer: {
          Environment: {
            SAGEMAKER_PROGRAM: 'inference.py',
            SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
            SAGEMAKER_REGION: REGION,
          },
        },
      },
    });
    expect(folders).toEqual(['./model']);
    expect(written('endpoint', { framework: 'sklearn', version: '1.2-1', source: './m.tar.gz' }).folders).toEqual([]);
  });

  it('asks for hosts whose driver runs the CUDA of the image', () => {
    const variant = (processor: 'cpu' | 'gpu') => written('endpoint', { framework: 'pytorch', version: '2.6.0', processor }).request;
    expect(variant('gpu')).toMatchObject({
      EndpointConfig: { ProductionVariants: [{ InferenceAmiVersion: 'al2023-ami-sagemaker-inference-gpu-4-1' }] },
    });
    expect(JSON.stringify(variant('cpu'))).not.toContain('AmiVersion');
  });

  it('says which versions there are where there is no such image', () => {
    expect(() => written('training-job', { framework: 'sklearn', version: '9.9' })).toThrow(/there are .*1\.2-1/);
  });
});

describe('the versions that are offered', () => {
  it('begin with the newest, each by its full name once', () => {
    const versions = offeredVersions('pytorch', 'training', REGION).map(({ version }) => version);
    expect(versions.indexOf('2.6.0')).toBeLessThan(versions.indexOf('1.13.1'));
    expect(versions).not.toContain('2.6');
    expect(new Set(versions).size).toBe(versions.length);
    expect(offeredVersions('sklearn', 'training', REGION)[0]?.processors).toEqual(['cpu']);
    expect(offeredVersions('pytorch', 'training', 'us-nowhere-1')).toEqual([]);
  });
});
