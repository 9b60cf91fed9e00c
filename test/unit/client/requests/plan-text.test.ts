import { describe, expect, it } from 'vitest';
import { changesPlan, planMarkdown } from '../../../../client/src/requests/plan-text';

const words = {
  problems: 'Problems',
  commands: 'Commands',
  fidelity: 'Members',
  levels: { refused: 'Refused', approximated: 'Approximated', ignored: 'Ignored', honoured: 'Honoured' },
  member: 'Member',
  note: 'How',
};

describe('a plan as text', () => {
  const plan = {
    dockerRun: 'docker run image\n',
    fidelity: [
      { pointer: '/A', level: 'honoured', note: '' },
      { pointer: '/B', level: 'ignored', note: 'this | that' },
    ],
  } as const;

  it('keeps warnings, puts differences first, and the commands in a block of their own', () => {
    const text = planMarkdown({ title: 'Plan', problems: ['a.json, line 3: careful'], plan, words });
    expect(text).toContain('* a.json, line 3: careful');
    expect(text.indexOf('Ignored (1)')).toBeLessThan(text.indexOf('Honoured (1)'));
    expect(text).toContain('this \\| that');
    expect(text).toContain('```sh\ndocker run image\n```');
  });

  it('says only what is wrong when there is no plan, and no heading for nothing', () => {
    const text = planMarkdown({ title: 'Plan', problems: ['a.json, line 1: wrong'], plan: undefined, words });
    expect(text).toBe('# Plan\n\n## Problems\n\n* a.json, line 1: wrong\n');
    expect(planMarkdown({ title: 'Plan', problems: [], plan, words })).not.toContain('Problems');
  });

  it('follows its request and its overlay, and no neighbour', () => {
    const own = { request: '/w/a.training-job.json', overlay: '/w/a.local.json' };
    expect(changesPlan('/w/a.training-job.json', own)).toBe(true);
    expect(changesPlan('/w/a.local.json', own)).toBe(true);
    expect(changesPlan('/w/a2.training-job.json', own)).toBe(false);
    expect(changesPlan('/w/a.transform-job.json', own)).toBe(false);
  });
});
