import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const textOf = (dockerfile: string, path = '/x'): string | undefined => {
  const found = lintFiles({ Dockerfile: dockerfile }).subject?.files.lookup(path);
  return found?.state === 'present' ? found.file.text : undefined;
};

describe('what echo writes', () => {
  it.each([
    ['Debian: dash makes line ends', 'FROM debian:12\nRUN echo "a\\nb" > /x\n', 'a\nb\n'],
    ['dash prints -e', 'FROM debian:12\nRUN echo -e "a\\nb" > /x\n', '-e a\nb\n'],
    ['Alpine: BusyBox does not', 'FROM alpine:3.20\nRUN echo "a\\nb" > /x\n', 'a\\nb\n'],
    ['BusyBox does with -e', 'FROM alpine:3.20\nRUN echo -e "a\\nb" > /x\n', 'a\nb\n'],
    ['bash by SHELL', 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN echo "a\\nb" > /x\n', 'a\\nb\n'],
    ['bash by name', 'FROM debian:12\nRUN bash -c \'echo "a\\nb" > /x\'\n', 'a\\nb\n'],
    ['an unknown image', 'FROM example.com/x\nRUN echo "a\\nb" > /x\n', undefined],
    ['without escapes all are alike', 'FROM example.com/x\nRUN echo -n a b > /x\n', 'a b'],
  ])('%s', (_, dockerfile, expected) => {
    expect(textOf(dockerfile)).toBe(expected);
  });
});
