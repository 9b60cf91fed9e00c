import { expect, it } from 'vitest';
import { metricsOf } from '../../../../engine/src/local/metrics';

it('takes the first group, else the whole match, as often as it is there', () => {
  const metrics = metricsOf([
    { name: 'loss', regex: 'loss=([-+.eE0-9]+)' },
    { name: 'whole', regex: '[0-9]+%' },
    { name: 'never', regex: 'never=(.*)' },
  ]);
  expect(metrics.read('loss=1e-3 loss=-2 50%', 't1').map(({ name, value }) => [name, value])).toEqual([
    ['loss', 0.001],
    ['loss', -2],
    ['whole', 50],
  ]);
  metrics.read('loss=nan', 't2');
  expect(metrics.final()).toEqual([
    { name: 'loss', value: -2, time: 't1' },
    { name: 'whole', value: 50, time: 't1' },
  ]);
});

it('reads patterns of Python, and passes over what is no pattern and over huge lines', () => {
  const metrics = metricsOf([
    { name: 'python', regex: '(?P<v>[0-9]+) ok' },
    { name: 'broken', regex: '(' },
  ]);
  expect(metrics.unusable).toEqual(['broken']);
  expect(metrics.read('7 ok', 't')).toHaveLength(1);
  expect(metrics.read(`7 ok${' '.repeat(10_000)}`, 't')).toEqual([]);
});
