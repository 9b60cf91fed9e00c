import { describe, expect, it } from 'vitest';
import {
  approximated,
  below,
  fidelityOf,
  HONOURED,
  ignored,
  refusals,
  refused,
} from '../../../../engine/src/plan/fidelity';
import { planTraining } from '../../../../engine/src/plan/training';
import { CONTEXT, fidelity, overlayOf, trainingRequest } from './fixtures';

const TABLE = {
  '/Name': HONOURED,
  '/Map': approximated('as one'),
  '/List/*/Key': (value: unknown, at: readonly number[]) => ignored(`${String(value)} at ${at.join('.')}`),
  '/List/*/Inner/*': (value: unknown, at: readonly number[]) => ignored(`${String(value)} at ${at.join('.')}`),
};

describe('fidelityOf', () => {
  it('has one entry for every member', () => {
    const request = { Name: 'n', Map: { a: 1, 'b/c': 2 }, List: [{ Key: 'x' }, { Key: 'y', Inner: ['z', 'q'] }] };
    expect(fidelityOf(request, TABLE)).toEqual([
      { pointer: '/Name', level: 'honoured', note: '' },
      { pointer: '/Map', level: 'approximated', note: 'as one' },
      { pointer: '/List/0/Key', level: 'ignored', note: 'x at 0' },
      { pointer: '/List/1/Key', level: 'ignored', note: 'y at 1' },
      { pointer: '/List/1/Inner/0', level: 'ignored', note: 'z at 1.0' },
      { pointer: '/List/1/Inner/1', level: 'ignored', note: 'q at 1.1' },
    ]);
  });

  it('never passes over what it does not know', () => {
    const request = { 'Odd/~': { a: 1 }, List: [{ Other: 1 }], constructor: 1 };
    const unknown = 'This member is not known here: nothing is done with it.';
    expect(fidelityOf(request, TABLE)).toEqual([
      { pointer: '/Odd~1~0', level: 'ignored', note: unknown },
      { pointer: '/List/0/Other', level: 'ignored', note: unknown },
      { pointer: '/constructor', level: 'ignored', note: unknown },
    ]);
  });

  it('reports what is empty or of the wrong kind, and leaves out what is not there', () => {
    const empty = 'Nothing is given here.';
    expect(fidelityOf({ List: [], Name: undefined }, TABLE)).toEqual([
      { pointer: '/List', level: 'ignored', note: empty },
    ]);
    expect(fidelityOf({ List: 'text' }, TABLE)).toEqual([{ pointer: '/List', level: 'ignored', note: empty }]);
    expect(fidelityOf({ List: [null] }, TABLE)).toEqual([{ pointer: '/List/0', level: 'ignored', note: empty }]);
    expect(fidelityOf({}, TABLE)).toEqual([]);
  });

  it('can be put below a pointer', () => {
    expect(fidelityOf({ Model: { Name: 1 } }, below('/Model', TABLE))).toEqual([
      { pointer: '/Model/Name', level: 'honoured', note: '' },
    ]);
  });

  it('picks out the refusals', () => {
    const entries = fidelityOf({ A: 1, B: 1 }, { '/A': refused('no'), '/B': HONOURED });
    expect(refusals(entries)).toEqual([{ pointer: '/A', level: 'refused', note: 'no' }]);
  });
});

describe('what a training job’s members are worth here', () => {
  const of = (members: object, pointer: string, overlay: object = {}) =>
    fidelity(planTraining({ ...trainingRequest(), ...members }, overlayOf(overlay), CONTEXT), pointer);

  it.each([
    ['none', 'approximated'],
    ['profile', 'approximated'],
    ['role', 'approximated'],
  ])('the role, with credentials %s', (credentials, level) => {
    expect(of({}, '/RoleArn', { credentials })?.level).toBe(level);
  });

  it.each([
    ['/EnableManagedSpotTraining', true, 'ignored'],
    ['/EnableManagedSpotTraining', false, 'honoured'],
    ['/EnableInterContainerTrafficEncryption', true, 'ignored'],
    ['/EnableInterContainerTrafficEncryption', false, 'honoured'],
    ['/EnableNetworkIsolation', true, 'honoured'],
    ['/EnableNetworkIsolation', false, 'honoured'],
    ['/ServerlessJobConfig', { BaseModelArn: 'arn' }, 'refused'],
    ['/VpcConfig', { Subnets: ['a'], SecurityGroupIds: ['b'] }, 'ignored'],
    ['/Tags', [{ Key: 'a', Value: 'b' }], 'ignored'],
    ['/Tags', [], 'ignored'],
    ['/Unheard', 1, 'ignored'],
    ['/RetryStrategy', { MaximumRetryAttempts: 2 }, 'ignored'],
  ])('%s: %j is %s', (pointer, value, level) => {
    expect(of({ [pointer.slice(1)]: value }, pointer)?.level).toBe(level);
  });

  it('says when the overlay isolates', () => {
    expect(of({ EnableNetworkIsolation: false }, '/EnableNetworkIsolation', { network: 'isolated' })?.level).toBe(
      'approximated',
    );
  });

  it('says what the instance type would have', () => {
    expect(of({}, '/ResourceConfig/InstanceType')).toEqual({
      level: 'approximated',
      note: 'Runs on this machine, with what it has; ml.m5.xlarge has 4 vCPUs, 16 GiB and no GPU.',
    });
    const type = (InstanceType: string) => ({ ResourceConfig: { InstanceType, InstanceCount: 1 } });
    expect(of(type('ml.trn1.2xlarge'), '/ResourceConfig/InstanceType')?.note).toContain('accelerators');
    expect(of(type('ml.z9.xlarge'), '/ResourceConfig/InstanceType')?.note).toContain('not known here');
  });
});
