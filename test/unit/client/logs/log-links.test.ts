import { expect, it } from 'vitest';
import { logLinks } from '../../../../client/src/logs/log-links';
import { requirementsIn, requirementText } from '../../../../client/src/logs/requirement-text';
import { isRequirementId, requirement } from '../../../../contract/requirements';

const KNOWN = {
  isRequirement: (id: string): boolean => id === 'EXIT-01',
  isRule: (id: string): boolean => id === 'train-is-answered',
  metrics: 'Show metrics',
};

function linked(line: string): readonly (readonly [string, string])[] {
  return logLinks(line, KNOWN).map(({ kind, start, length }) => [kind, line.slice(start, start + length)]);
}

it.each([
  ['  File "/opt/ml/code/train.py", line 12, in f', [['script', 'File "/opt/ml/code/train.py", line 12']]],
  ['RUN pip install nosuch failed on line 7: exit code 1', [['dockerfile', 'line 7']]],
  ['ClientError: The build failed on line 3: no', [['dockerfile', 'line 3']]],
  ['Dockerfile:9', [['dockerfile', 'Dockerfile:9']]],
  ['exit code 1 (EXIT-01), UTF-08', [['requirement', 'EXIT-01']]],
  ['see train-is-answered, not train-is-answered-not', [['rule', 'train-is-answered']]],
  ['Show metrics', [['metrics', 'Show metrics']]],
  ['How to Show metrics', []],
  ['epoch 3 loss=0.5', []],
])('links %s', (line, links) => {
  expect(linked(line)).toEqual(links);
});

it('knows the instruction that failed', () => {
  expect(logLinks('RUN exit 3 failed on line 7', KNOWN)).toMatchObject([{ keyword: 'RUN', line: 7 }]);
});

it('explains the requirements that a reason names', () => {
  const found = requirementsIn('it ended (EXIT-01, EXIT-01), UTF-08', { isRequirementId, requirement });
  expect(found.map(({ id }) => id)).toEqual(['EXIT-01']);
  expect(requirementText(requirement('EXIT-01'))).toContain(found[0]?.statement);
});
