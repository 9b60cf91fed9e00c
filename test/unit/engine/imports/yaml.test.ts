import { describe, expect, it } from 'vitest';
import { readYaml, YamlError } from '../../../../engine/src/imports/yaml';

describe('readYaml', () => {
  it.each([
    ['a: 1\nb:\n  c: x # why\n  d: "y # z"', { a: '1', b: { c: 'x', d: 'y # z' } }],
    ['list:\n- a\n- b: 1\n  c: 2\n-\n  d: 3', { list: ['a', { b: '1', c: '2' }, { d: '3' }] }],
    ['a: [\'x\', y, "z,1"]\nb: []\nc:', { a: ['x', 'y', 'z,1'], b: [], c: null }],
    ['- ./a:/b:ro\n- X=1\n', ['./a:/b:ro', 'X=1']],
    ["\"quoted key\": 'it''s'", { 'quoted key': "it's" }],
    ['', null],
  ])('%j', (text, value) => {
    expect(readYaml(text)).toEqual(value);
  });

  it.each([
    ['a: &x 1', 1],
    ['a:\n  b: *x', 2],
    ['a: |\n  text', 1],
    ['a: 1\n   b: 2', 2],
    ['just text', 1],
    ['a: "open', 1],
  ])('%j: refused, with its line', (text, line) => {
    const read = (): unknown => readYaml(text);
    expect(read).toThrow(YamlError);
    expect(read).toThrow(expect.objectContaining({ line }));
  });
});
