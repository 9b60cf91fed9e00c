import { describe, expect, it } from 'vitest';
import { REQUIREMENT_IDS, REQUIREMENT_ROWS } from '../../../contract/requirements-data';
import { REQUIREMENTS, isRequirementId, requirement } from '../../../contract/requirements';

describe('requirements', () => {
  it('has 194 of them, each with one row, in the order of the contract', () => {
    expect(REQUIREMENT_IDS).toHaveLength(194);
    expect(new Set(REQUIREMENT_IDS).size).toBe(194);
    expect(Object.keys(REQUIREMENT_ROWS)).toEqual([...REQUIREMENT_IDS]);
    expect(REQUIREMENTS.map((one) => one.id)).toEqual([...REQUIREMENT_IDS]);
  });

  it('finds one by its id', () => {
    const launch = requirement('LAUNCH-01');
    expect(launch.id).toBe('LAUNCH-01');
    expect(launch.section).toBe('A. Launch: how SageMaker starts the container');
    expect(launch.statement).toContain('docker run IMAGE train');
    expect(launch.severity).toBe('error');
    expect(launch.sources).toEqual([
      'https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-dockerfile.html',
    ]);
  });

  it('knows an id from other text', () => {
    expect(isRequirementId('HYP-02')).toBe(true);
    expect(isRequirementId('HYP-03')).toBe(false);
    expect(isRequirementId('launch-01')).toBe(false);
    expect(isRequirementId('toString')).toBe(false);
  });

  it.each(REQUIREMENTS.map((one) => [one.id, one] as const))('%s is complete', (_id, one) => {
    expect(one.statement.length).toBeGreaterThan(20);
    expect(one.scope).not.toBe('');
    expect(one.severity).toMatch(/^(error|warning|info)/);
    expect(`${one.statement}${one.quickFix}`).not.toContain('\\|');
    for (const source of one.sources) expect(() => new URL(source)).not.toThrow();
  });

  it('leaves only field knowledge without a source', () => {
    expect(REQUIREMENTS.filter((one) => one.sources.length === 0).map((one) => one.id)).toEqual(['SLS-06', 'IMG-14']);
  });
});
