import { expect, it } from 'vitest';
import { describeScenario, useExample } from './support/example';

describeScenario('a processing job', () => {
  const example = useExample('processing', ['public.ecr.aws/docker/library/python:3.12-slim']);

  it('reads its input, and leaves its output where the overlay says', async () => {
    const { code, err } = await example.run('process', 'count.processing-job.json');
    expect(err).toContain('count-rows: Completed.');
    expect(code).toBe(0);
    const rows = example.text('data/visits.csv').trim().split('\n').length - 1;
    expect(example.text('output/rows.csv')).toBe(`,rows\nvisits.csv,${rows}\n`);
  });
});
