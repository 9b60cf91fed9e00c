import { describe, expect, it } from 'vitest';
import { associationOf } from '../../../../engine/src/local/transform-associate';
import { columnsOf } from '../../../../engine/src/local/transform-csv';
import { jsonText, parseJson } from '../../../../engine/src/local/transform-json';

type Rules = Parameters<typeof associationOf>[0];

const NONE: Rules = {
  inputFilter: undefined,
  outputFilter: undefined,
  join: false,
  contentType: undefined,
  accept: undefined,
};
const CSV: Rules = { ...NONE, contentType: 'text/csv', accept: 'text/csv' };
const JSON_: Rules = { ...NONE, contentType: 'application/json', accept: 'application/json' };
const LINES: Rules = { ...NONE, contentType: 'application/jsonlines', accept: 'application/jsonlines' };

/** What is sent for the records, and what is written for the answer. */
function done(rules: Rules, records: readonly string[], answer: string): readonly (string | readonly string[])[] {
  const association = associationOf(rules);
  if (association === undefined) return [records, answer];
  const buffers = records.map((one) => Buffer.from(one));
  return [
    buffers.map((one) => association.sent(one).toString()),
    association.written(buffers, Buffer.from(answer)).toString(),
  ];
}

describe('the examples of AWS’s page', () => {
  it('outputs only inferences', () => {
    expect(associationOf({ ...CSV, inputFilter: '$', outputFilter: '$' })).toBeUndefined();
    expect(associationOf(NONE)).toBeUndefined();
  });

  it.each([
    // Output input data and inferences
    [{ ...JSON_, join: true }, ['{"key":1}'], '{"label":1}', ['{"key":1}'], '{"key":1,"SageMakerOutput":{"label":1}}'],
    [{ ...JSON_, join: true }, ['[1,2]'], '3', ['[1,2]'], '{"SageMakerInput":[1,2],"SageMakerOutput":3}'],
    [{ ...CSV, join: true }, ['1,2,3'], '1', ['1,2,3'], '1,2,3,1'],
    // Output an ID column with results and exclude it from the input (CSV)
    [
      { ...CSV, inputFilter: '$[1:]', join: true, outputFilter: '$' },
      ['id1,1,2,3,4', 'id2,5,6,7,8'],
      '0.1\n0.2\n',
      ['1,2,3,4', '5,6,7,8'],
      'id1,1,2,3,4,0.1\nid2,5,6,7,8,0.2',
    ],
    [{ ...CSV, inputFilter: '$[1:]', join: true, outputFilter: '$[0,-1]' }, ['id1,1,2'], '0.1\r\n', ['1,2'], 'id1,0.1'],
    // Output an ID attribute with results and exclude it from the input (JSON)
    [
      { ...LINES, inputFilter: '$.features', join: true, outputFilter: "$['id','SageMakerOutput']" },
      ['{"id":7,"features":[1,2],"x":0}', '{"id":8,"features":[3]}'],
      '{"p":1}\n{"p":2}\n',
      ['[1,2]', '[3]'],
      '{"id":7,"SageMakerOutput":{"p":1}}\n{"id":8,"SageMakerOutput":{"p":2}}',
    ],
  ] as const)('%j', (rules, records, answer, sent, written) => {
    expect(done(rules, records, answer)).toEqual([sent, written]);
  });
});

describe('records and answers of every kind', () => {
  it.each([
    ['only the input is filtered', { ...CSV, inputFilter: '$[0]' }, ['1,2'], 'x,y\n', ['1'], 'x,y\n'],
    ['only the answer is filtered', { ...CSV, outputFilter: '$[-1]' }, ['1'], 'x,y\nz,w\n', ['1'], 'y\nw'],
    [
      'quotes stay as they are',
      { ...CSV, inputFilter: '$[1:]', join: true },
      ['1,"a,""b",c'],
      '"q"',
      ['"a,""b",c'],
      '1,"a,""b",c,"q"',
    ],
    ['a whole file of lines', { ...LINES, inputFilter: '$.a' }, ['{"a":1}\r\n{"a":2}\n'], 'x', ['1\n2'], 'x'],
    [
      'an answer of many lines to one record',
      { ...JSON_, join: true },
      ['{"a":1}'],
      '{\n "b": 2\n}\n',
      ['{"a":1}'],
      '{"a":1,"SageMakerOutput":{"b":2}}',
    ],
    [
      'several records of JSON in one request',
      { ...JSON_, join: true },
      ['{"a":1}', '{"a":2}'],
      '3\n4',
      ['{"a":1}', '{"a":2}'],
      '{"a":1,"SageMakerOutput":3}\n{"a":2,"SageMakerOutput":4}',
    ],
    [
      'SageMakerOutput in the input is overwritten',
      { ...JSON_, join: true },
      ['{"SageMakerOutput":0}'],
      '1',
      ['{"SageMakerOutput":0}'],
      '{"SageMakerOutput":1}',
    ],
    [
      'numbers are not rounded',
      { ...JSON_, join: true, outputFilter: "$['id']" },
      ['{"id":12345678901234567890}'],
      '1.0',
      ['{"id":12345678901234567890}'],
      '12345678901234567890',
    ],
  ] as const)('%s', (_, rules, records, answer, sent, written) => {
    expect(done(rules, records, answer)).toEqual([sent, written]);
  });

  it.each([
    [{ ...CSV, join: true }, ['1', '2'], '3', 'mismatched line count'],
    [{ ...JSON_, join: true }, ['{"a":1}'], '<html>', 'is no JSON'],
    [{ ...JSON_, inputFilter: '$.b' }, ['{"a":1}'], '1', 'doesn’t have'],
    [{ ...CSV, inputFilter: '$[4]' }, ['1,2'], '1', 'doesn’t have'],
    [{ ...CSV, inputFilter: '$[0]' }, ['"1,2'], '1', 'a quote that is not closed'],
    [{ ...CSV, inputFilter: '$[0]', contentType: 'image/png' }, ['1'], '1', 'can’t be filtered'],
  ] as const)('fails on %j', (rules, records, answer, message) => {
    expect(() => done(rules, records, answer)).toThrow(message);
  });
});

it('reads columns by RFC 4180', () => {
  expect(columnsOf('')).toEqual(['']);
  expect(columnsOf('a,,"b,c",')).toEqual(['a', '', '"b,c"', '']);
  expect(columnsOf('"a')).toBeUndefined();
});

it.each(['{"a":[1.0,1e400,-0,12345678901234567890,0.10],"b":"1.0 \\"2.50\\"","c":null}', '"1.0"', '1.50', '[]'])(
  'writes %s as it was read',
  (text) => {
    expect(jsonText(parseJson(text))).toBe(text);
  },
);
