import { expect, it } from 'vitest';
import { augmentedLines, augmentedRecords } from '../../../../engine/src/local/manifest-augmented';
import { manifestUris } from '../../../../engine/src/local/manifest-plain';
import { nameBelow, s3Place } from '../../../../engine/src/local/s3-reader';

it('reads AWS’s manifests, also with several prefixes', () => {
  const text = '[{"prefix": "s3://a/b/"}, "c/d.csv", "e", {"prefix": "s3://x/"}, "y"]';
  expect(manifestUris(text).map(({ uri }) => uri)).toEqual(['s3://a/b/c/d.csv', 's3://a/b/e', 's3://x/y']);
});

it.each([
  ['{}', /is no JSON list/],
  ['not JSON', /is no JSON list/],
  ['["a"]', /name before its first prefix/],
  ['[{"prefix": ""}, "a"]', /neither a name nor a prefix/],
  ['[{"prefix": "s3://a/"}]', /names no object/],
])('says what is wrong with %s', (text, message) => {
  expect(() => manifestUris(text)).toThrow(message);
});

it('sends attributes in the request’s order: objects for references, text as it is, the rest as JSON', () => {
  const lines = augmentedLines('{"image-ref": "s3://b/1.jpg", "cat": 1, "name": "Tom", "box": {"x": 1}}\r\n\n');
  expect(lines).toHaveLength(1);
  expect(augmentedRecords(lines[0] ?? '', ['name', 'image-ref', 'cat', 'box'])).toEqual([
    { text: 'Tom' },
    { uri: 's3://b/1.jpg' },
    { text: '1' },
    { text: '{"x":1}' },
  ]);
});

it.each([
  ['{"a": 1}', 'b', /no attribute `b`/],
  ['{"a-ref": "file.jpg"}', 'a-ref', /`a-ref` with an S3 URI/],
  ['no JSON', 'a', /no attribute `a`.*no JSON/],
])('says what is wrong with the line %s', (line, name, message) => {
  expect(() => augmentedRecords(line, [name])).toThrow(message);
});

it('names objects below a prefix as SageMaker does', () => {
  expect(nameBelow('data/train', 'data/train/sub/a.csv')).toBe('sub/a.csv');
  expect(nameBelow('data/train/', 'data/train/sub/a.csv')).toBe('sub/a.csv');
  expect(nameBelow('data/train', 'data/train-a.csv')).toBe('train-a.csv');
  expect(nameBelow('data/a.csv', 'data/a.csv')).toBe('a.csv');
  expect(nameBelow('', 'a/b')).toBe('a/b');
});

it('reads S3 URIs', () => {
  expect(s3Place('s3://bucket')).toEqual({ bucket: 'bucket', key: '' });
  expect(s3Place('s3://bucket/a/b/')).toEqual({ bucket: 'bucket', key: 'a/b/' });
  expect(s3Place('/home/me/s3')).toBeUndefined();
});
