import { expect, it } from 'vitest';
import {
  actionOfRequest,
  actionsOf,
  exitCodeOf,
  readDefinition,
  taskName,
} from '../../../../client/src/tasks/definition';

it('a task of tasks.json is read', () => {
  expect(
    readDefinition({ type: 'sagemaker', action: 'train', request: 'a.training-job.json', args: ['lr=0.1'] }),
  ).toEqual({
    action: 'train',
    dockerfile: undefined,
    request: 'a.training-job.json',
    args: { lr: '0.1' },
  });
});

it.each([
  [{ action: 'tune', dockerfile: 'Dockerfile' }, /"action" is one of build, train/],
  [{ action: 'train' }, /"dockerfile" or the "request"/],
  [{ action: 'build', request: 'a.training-job.json' }, /needs a "dockerfile"/],
  [{ action: 'train', dockerfile: 'Dockerfile', args: ['epochs'] }, /"epochs": write "name=value"/],
  [{ action: 'train', dockerfile: 'Dockerfile', args: 'epochs=3' }, /is a list/],
  [{ action: 'serve', dockerfile: 'Dockerfile', args: ['a=b'] }, /"serve" has none/],
])('%j is refused with a sentence', (definition, sentence) => {
  expect(readDefinition(definition)).toMatch(sentence);
});

it('a task is called after what it does and with what', () => {
  expect(taskName({ action: 'build', dockerfile: 'a/Dockerfile', request: undefined })).toBe('build: a/Dockerfile');
  expect(taskName({ action: 'train', dockerfile: undefined, request: 'a.training-job.json' })).toBe(
    'train: a.training-job.json',
  );
});

it('roles say what can be done with a Dockerfile, names with a request', () => {
  expect(actionsOf(['training', 'inference'])).toEqual(['build', 'train', 'serve', 'test']);
  expect(actionsOf(['processing'])).toEqual(['build', 'process']);
  expect(actionOfRequest('/w/a.endpoint.json')).toBe('serve');
  expect(actionOfRequest('/w/a.json')).toBeUndefined();
});

it.each([
  ['Completed', undefined, 0],
  ['Failed', 'AlgorithmError: it broke, exit code: 42', 42],
  ['Failed', 'ClientError: no image', 1],
  ['Stopped', undefined, 1],
])('a job that is %s with “%s” ends its task with %d', (status, reason, code) => {
  expect(exitCodeOf(status, reason)).toBe(code);
});
