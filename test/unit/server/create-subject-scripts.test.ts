import { describe, expect, it } from 'vitest';
import { lintFiles } from './lint-files';

/** Which of the copied files are read as shell scripts. */
function scripts(files: Record<string, string>): readonly string[] {
  const { subject } = lintFiles({
    Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY src /opt/program/\n',
    ...files,
  });
  return (subject?.files.under('/opt/program') ?? [])
    .filter((it) => subject?.script(it))
    .map((it) => it.path.slice('/opt/program/'.length));
}

describe('script', () => {
  it('reads shell scripts only', () => {
    expect(
      scripts({
        'src/a.py': 'open("notes.txt", "w")\n',
        'src/a.R': 'print("a")\n',
        'src/a.sh': 'echo a\n',
        'src/bare': 'echo a\n',
        'src/perl': '#!/usr/bin/perl\nprint "a"\n',
        'src/python': '#!/usr/bin/env python\nprint("a")\n',
        'src/shell': '#!/bin/bash\necho a\n',
      }),
    ).toEqual(['a.sh', 'bare', 'shell']);
  });
});
