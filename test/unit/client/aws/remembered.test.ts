import { describe, expect, it } from 'vitest';
import {
  connectionId,
  connectionLabel,
  readNames,
  withNames,
  withoutName,
} from '../../../../client/src/aws/remembered';

const DEV = { profile: 'dev', region: 'eu-west-1' };
const HERE = { profile: undefined, region: 'us-east-1' };

describe('remembered connections', () => {
  it('are names and nothing else', () => {
    const stored = JSON.parse(JSON.stringify([{ ...DEV, secretAccessKey: 'x' }, HERE])) as unknown;
    expect(readNames(stored)).toEqual([DEV, HERE]);
  });

  it.each([undefined, null, 'x', {}, [1, null, {}, { profile: 'a' }, { region: '' }]])('are none in %j', (stored) => {
    expect(readNames(stored)).toEqual([]);
  });

  it('are each there once, in the order in which they were added', () => {
    expect(withNames([DEV], [HERE, { ...DEV }])).toEqual([DEV, HERE]);
    expect(withoutName([DEV, HERE], connectionId(DEV))).toEqual([HERE]);
  });

  it('have ids and labels that tell them apart', () => {
    expect([DEV, HERE].map(connectionId)).toEqual(['aws:dev:eu-west-1', 'aws::us-east-1']);
    expect([DEV, HERE].map((it) => connectionLabel(it, 'Environment'))).toEqual([
      'dev / eu-west-1',
      'Environment / us-east-1',
    ]);
  });
});
