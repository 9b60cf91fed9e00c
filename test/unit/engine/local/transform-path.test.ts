import { describe, expect, it } from 'vitest';
import { select } from '../../../../engine/src/local/transform-select';
import { isColumns, parsePath } from '../../../../engine/src/plan/transform-path';

function selected(value: unknown, path: string): unknown {
  const parsed = parsePath(path);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return select(value, parsed.steps, path);
}

const ROW = [0, 1, 2, 3, 4, 5, 6, 7];
const RECORD = { id: { a: 1, b: 2 }, list: [{ x: 1 }, { x: 2, y: 3 }, {}], SageMakerOutput: { label: 1 }, 'a b': 4 };

describe('the paths of AWS’s page', () => {
  it.each([
    ['$', ROW, ROW],
    ['$[1]', ROW, 1],
    ['$[-1]', ROW, 7],
    ['$[1,3,5]', ROW, [1, 3, 5]],
    ['$[0, -1]', ROW, [0, 7]],
    ['$[1:]', ROW, [1, 2, 3, 4, 5, 6, 7]],
    ['$[2:]', ROW, [2, 3, 4, 5, 6, 7]],
    ['$[5:]', ROW, [5, 6, 7]],
    // “$[1:4] specifies the second through fifth columns”, “[:5] … (index 0) through the sixth column”
    ['$[1:4]', ROW, [1, 2, 3, 4]],
    ['$[:5]', ROW, [0, 1, 2, 3, 4, 5]],
    ['$[2:5]', ROW, [2, 3, 4, 5]],
    ['$[1:-1]', [0, 1, 2], [1, 2]],
    ['$[-2:]', ROW, [6, 7]],
    ['$[5:9]', ROW, [5, 6, 7]],
    ['$[*]', ROW, ROW],
    ['$.id', RECORD, { a: 1, b: 2 }],
    ['$.id.*', RECORD, [1, 2]],
    ["$['id','SageMakerOutput']", RECORD, { id: { a: 1, b: 2 }, SageMakerOutput: { label: 1 } }],
    ["$['SageMakerOutput', 'nosuch']", RECORD, { SageMakerOutput: { label: 1 } }],
    ["$.id.['a','b']", RECORD, { a: 1, b: 2 }],
    ["$['a b']", RECORD, 4],
    ['$.list[1].x', RECORD, 2],
    ['$.list[*].y', RECORD, [3]],
    ['$.list[0,1].x', RECORD, [1, 2]],
  ])('%s', (path, value, expected) => {
    expect(selected(value, path)).toEqual(expected);
  });

  it.each(['a', '', '$..a', '$[?(@.a)]', '$.', '$[', "$['a','b.c']", "$['a','b'].c", '$[0:2:1]', '$.a.length()', '$a'])(
    'does not support %s',
    (path) => {
      expect(parsePath(path)).toHaveProperty('problem');
    },
  );

  it.each(['$[8]', '$[0,8]', '$[-9]', '$.a', '$[0].a'])('fails where a row has no %s', (path) => {
    expect(() => selected(ROW, path)).toThrow('chooses something that a record doesn’t have');
  });

  it('does not take what every object has for a member', () => {
    expect(() => selected({}, '$.constructor')).toThrow();
    expect(() => selected({}, '$[0]')).toThrow();
  });

  it('knows what can be asked of a row', () => {
    const columns = (path: string) => {
      const parsed = parsePath(path);
      return 'steps' in parsed && isColumns(parsed.steps);
    };
    expect(['$', '$[0]', '$[1:]', '$[*]'].every(columns)).toBe(true);
    expect(['$.a', '$[0][1]', "$['a','b']"].some(columns)).toBe(false);
  });
});
