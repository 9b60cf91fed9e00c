import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sameAnswer } from '../../../../engine/src/conformance/invocation-tests';
import { contentTypeOf, payloadsIn } from '../../../../engine/src/conformance/payloads';

describe('sample payloads', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-payloads-'));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it('are the files of the folder, with what is expected', async () => {
    fs.writeFileSync(path.join(folder, 'b.json'), '{}');
    fs.writeFileSync(path.join(folder, 'a.csv'), '1,2');
    fs.writeFileSync(path.join(folder, 'a.csv.expected'), '3');
    fs.mkdirSync(path.join(folder, 'more'));
    const found = await payloadsIn(folder);
    expect(found.map((it) => [it.name, it.contentType, it.expected?.toString()])).toEqual([
      ['a.csv', 'text/csv', '3'],
      ['b.json', 'application/json', undefined],
    ]);
    expect(await payloadsIn(path.join(folder, 'none'))).toEqual([]);
  });

  it('have the content type of their name', () => {
    expect(contentTypeOf('A.CSV')).toBe('text/csv');
    expect(contentTypeOf('x.unknown')).toBe('application/octet-stream');
  });

  it('take an answer that says the same', () => {
    const same = (a: string, b: string) => sameAnswer(Buffer.from(a), Buffer.from(b));
    expect(same('{"a":[1]}', '{ "a": [1] }\n')).toBe(true);
    expect(same('a,b', 'a,b\n')).toBe(true);
    expect(same('{"a":[1]}', '{"a":[2]}')).toBe(false);
    expect(same('one', 'two')).toBe(false);
  });
});
