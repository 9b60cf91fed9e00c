import { describe, expect, it } from 'vitest';
import { planTraining } from '../../../../engine/src/plan/training';
import type { Overlay } from '../../../../engine/src/requests/types';
import { CONTEXT, overlayOf, trainingRequest } from './fixtures';

const ARCHIVE = 's3://bucket/source/sourcedir.tar.gz';
const CODE = '/opt/ml/code';

function planned(overlay: Partial<Overlay>, directory = JSON.stringify(ARCHIVE)) {
  const HyperParameters = { epochs: '3', sagemaker_program: '"train.py"', sagemaker_submit_directory: directory };
  const plan = planTraining(trainingRequest({ HyperParameters }), overlayOf(overlay), CONTEXT);
  const [container] = plan.containers;
  const file = container?.files['/opt/ml/input/config/hyperparameters.json'] ?? '{}';
  return {
    hyperparameters: JSON.parse(file) as unknown,
    mount: container?.mounts.find(({ target }) => target === CODE),
    fidelity: plan.fidelity.find(({ pointer }) => pointer === '/HyperParameters'),
  };
}

describe('the code of a job in script mode', () => {
  it('comes from a folder of this machine: each host has a copy, and the toolkit is told where', () => {
    const { hyperparameters, mount, fidelity } = planned({ s3: { [ARCHIVE]: './code' } });
    expect(mount).toEqual({
      type: 'volume',
      label: 'algo-1/code',
      target: CODE,
      readOnly: false,
      seed: `${CONTEXT.folder}/code`,
    });
    expect(hyperparameters).toEqual({
      epochs: '3',
      sagemaker_program: '"train.py"',
      sagemaker_submit_directory: `"${CODE}"`,
    });
    expect(fidelity?.level).toBe('approximated');
  });

  it('comes from an archive of this machine, or from S3 where that can be read', () => {
    expect(planned({ s3: { 's3://bucket/source/': './packed' } }).mount).toMatchObject({
      type: 'bind',
      source: `${CONTEXT.folder}/packed/sourcedir.tar.gz`,
      unpack: true,
    });
    expect(planned({ credentials: 'profile' }, ARCHIVE).mount).toMatchObject({
      type: 's3',
      uri: ARCHIVE,
      unpack: true,
    });
  });

  it('is missed before the job runs where nothing stands for it', () => {
    const { mount, hyperparameters, fidelity } = planned({});
    expect(mount).toBeUndefined();
    expect(hyperparameters).toMatchObject({ sagemaker_submit_directory: JSON.stringify(ARCHIVE) });
    expect(fidelity?.level).toBe('refused');
    expect(fidelity?.note).toContain(ARCHIVE);
  });

  it('is no business of this machine when it is in the image already', () => {
    expect(planned({}, CODE)).toMatchObject({ mount: undefined, fidelity: { level: 'honoured' } });
  });
});
