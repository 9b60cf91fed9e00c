import { describe, expect, it } from 'vitest';
import { hoverRequest } from '../../../../../engine/src/requests/editor/hover';
import { fidelityOfRequest } from '../../../../../engine/src/requests/editor/plan-fidelity';
import { around, edited, PYTORCH, training } from './support';

const today = '2026-11-28';

function hover(value: object, text: string, kind: 'training-job' | 'overlay' = 'training-job'): string | undefined {
  const document = edited(kind, JSON.stringify(value, null, 2));
  const surroundings = around([value]);
  const fidelity = fidelityOfRequest(document, surroundings);
  const options = { overlayTexts: surroundings.overlayTexts, today };
  return hoverRequest(document, document.text.indexOf(text) + 1, fidelity, options)?.markdown;
}

describe('hover in request documents', () => {
  it('says what this machine does with a member', () => {
    expect(hover(training(), '"RoleArn"')).toMatch(/On this machine, approximated: .*no credentials/);
    expect(hover(training(), '"InstanceCount"')).toMatch(/as on SageMaker/);
    expect(hover(training({ Tags: [{ Key: 'a', Value: 'b' }] }), '"Tags"')).toMatch(/ignored: Tags mean nothing/);
  });

  it('says what an instance type has, and what an image is', () => {
    expect(hover(training(), '"ml.m5.xlarge"')).toMatch(/4 vCPUs, 16 GiB/);
    const job = training({ AlgorithmSpecification: { TrainingImage: PYTORCH, TrainingInputMode: 'File' } });
    expect(hover(job, PYTORCH)).toMatch(/\*\*PyTorch 2\.6\.0 · training · CPU.*AWS (?:stopped patching|patches)/s);
    expect(hover(training(), '"mine:1"')).not.toMatch(/PyTorch/);
  });

  it('says what a member of the overlay means', () => {
    expect(hover({ gpus: 'all' }, '"gpus"', 'overlay')).toBe('Which GPUs.');
    expect(hover({ s3: {} }, '"s3"', 'overlay')).toBeUndefined();
  });

  it('has nothing to say outside of members, or while the document has errors', () => {
    expect(hover(training(), '{')).toBeUndefined();
    expect(hover(training({ RoleArn: 5 }), '"RoleArn"')).toBeUndefined();
  });
});
