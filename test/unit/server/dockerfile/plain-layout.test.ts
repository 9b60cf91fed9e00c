import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLayout } from '../../../../server/src/dockerfile/layout';

const TEXTS = ['good', 'broken', 'look-alikes'].flatMap((name) => {
  const file = join(resolve(import.meta.dirname, '../../../cases'), `${name}.json`);
  const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly { path: string; files: Record<string, string> }[];
  return cases.flatMap(({ path, files }) => files[path] ?? []);
});
const ODD = [
  '# a\n\n  # b  \n\tRUN x \\\n# in it\n\n  # and here\\\n  y\nCMD\nonbuild run z\n',
  '# syntax=docker/dockerfile:1\n# escape=`\n# a=b\nFROM a\nRUN x `\n # c\n y\n',
  'FROM a\r\n# c \r\nRUN <<A <<-B\r\nFROM x\r\nA\r\n# no comment\r\n\tB\r\n# one\r\nCMD b\r\n',
  'FROM a\nRUN x \\',
  'FROM a\nRUN <<EOT\n# never closed\nCMD x\n',
  '# only a comment',
  '',
];

/** A line that is not plain has the whole text read by dockerfile-ast. */
function readByLibrary(text: string): ReturnType<typeof readLayout> {
  return readLayout(`${text}\n\u00A0`);
}

describe('plain texts', () => {
  it.each([...TEXTS.filter((text) => !/\\\s*$/.test(text)), ...ODD.slice(0, 3), '# only a comment\n', '\n'])(
    'are read as dockerfile-ast reads them: %j',
    (text) => {
      const own = readLayout(text);
      const theirs = readByLibrary(text);
      const { length } = own.instructions;
      expect(own.instructions).toEqual(theirs.instructions.slice(0, length));
      expect(theirs.instructions.slice(length).every((it) => it.start >= text.length)).toBe(true);
      expect([own.comments, own.directives, own.escape, own.readable]).toEqual([
        theirs.comments,
        theirs.directives,
        theirs.escape,
        theirs.readable,
      ]);
      expect(theirs.code.startsWith(own.code)).toBe(true);
    },
  );

  it.each(ODD)('keep their length in the code: %j', (text) => {
    expect(readLayout(text).code).toHaveLength(text.length);
  });
});
