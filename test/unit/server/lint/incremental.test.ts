import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryFs } from '../../../../server/src/context/memory-fs';
import { overlayFs } from '../../../../server/src/context/overlay-fs';
import { lint, type LintInput, type LintResult } from '../../../../server/src/lint/lint';
import { readProjectFile } from '../../../../server/src/project/read';
import { filesOf, FOLDER, SETTINGS } from '../lint-files';

/** A lint that builds on the one before must find what a fresh one finds, whatever was typed in between. */

interface Case {
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
}

const CASES = ['good', 'broken', 'look-alikes'].flatMap((name) => {
  const file = join(resolve(import.meta.dirname, '../../../cases'), `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];
});
const SAMPLES = 40;
const EDITS = 16;
const LINES = [
  '# a comment',
  '# sagemaker: roles=inference',
  '# sagemaker: ignore-file=entrypoint-exec-form reason=tested',
  '# for SageMaker Studio',
  'RUN pip install flask gunicorn && chmod +x /opt/program/serve',
  'RUN <<EOT\nmkdir -p /opt/ml/model\nEOT',
  'ENV PATH="/opt/program:${PATH}" SAGEMAKER_PROGRAM=train.py',
  'ARG VERSION=1',
  'FROM python:3.12-slim AS other',
  'COPY --from=0 /opt /opt',
  'WORKDIR /opt/ml/code',
  'USER $VERSION',
  'ONBUILD ENV A=b',
  'ENTRYPOINT ["python", \\\n  "serve.py"]',
  '# escape=`',
];
const TYPED = [...Array.from('aR=" \\#$&|/\n.'), '\r\n', '<<EOT'];

type Random = (below: number) => number;

function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function edited(text: string, random: Random): string {
  const at = random(text.length + 1);
  const lines = text.split('\n');
  const line = random(lines.length);
  const comment = text.indexOf('#');
  switch (random(7)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random(4));
    case 1:
      return lines.toSpliced(line, 0, LINES[random(LINES.length)] ?? '').join('\n');
    case 2:
      return lines.toSpliced(line, 1).join('\n');
    case 3:
      return lines.toSpliced(line, 0, lines[random(lines.length)] ?? '').join('\n');
    case 4:
      return comment < 0 ? `# x\n${text}` : `${text.slice(0, comment + 1)}x${text.slice(comment + 1)}`;
    default:
      return text.slice(0, at) + (TYPED[random(TYPED.length)] ?? '') + text.slice(at);
  }
}

function lintOf(input: LintInput, previous?: LintResult): LintResult {
  return lint(
    input,
    (rule, error) => {
      throw new Error(`${rule} failed`, { cause: error });
    },
    previous,
  );
}

/** All that features, the status and the user see of a result. */
function seen({ findings, subject }: LintResult): unknown {
  if (subject === undefined) return findings;
  const { dockerfile, stage, roles } = subject;
  return {
    findings,
    roles: [[...roles.active], roles.evidence],
    comments: dockerfile.comments,
    wellFormed: dockerfile.wellFormed,
    stages: dockerfile.stages.map(({ index, name, parent, base }) => [index, name, parent?.index, base]),
    instructions: dockerfile.instructions.map((it) => [
      [it.keyword, it.onbuild, it.index, it.stage, it.text, it.code, it.range, it.keywordRange],
      it.words.map(({ raw, range, inner, value, variables }) => [raw, range, inner, value, variables]),
      it.pairs.map(({ name, value, range }) => [name.value, value?.value, range]),
      it.heredocs,
    ]),
    config: [...stage.config.env].map(([name, { value }]) => [name, value]),
    commands: subject.commands.map(({ words, cwd, range }) => [words, cwd, range]),
    packages: subject.packages.map(({ name, version, range, listedIn }) => [name, version, range, listedIn]),
    files: subject.files.files.map(({ path, text, range, executable, provenance }) => [
      path,
      text,
      range,
      executable,
      provenance,
    ]),
    starts: [subject.train, subject.serve, subject.run].map(({ complete, servers }) => [complete, servers.length]),
  };
}

describe('a lint that builds on the one before', () => {
  const step = Math.floor(CASES.length / SAMPLES);
  const samples = Array.from({ length: SAMPLES }, (_, index) => index * step);
  it.each(samples)('finds what a fresh one finds: case %i', (index) => {
    const { path, files } = CASES[index] ?? { path: '', files: {} };
    const random = seeded(index + 1);
    const all = filesOf(files);
    const dockerfile = `${FOLDER}/${path}`;
    const others = Object.keys(all).filter((it) => it !== dockerfile);
    const unsaved = new Map<string, string>();
    const fs = overlayFs(memoryFs(all), unsaved);
    let text = all[dockerfile]?.text ?? '';
    let previous: LintResult | undefined;
    for (let count = 0; count < EDITS; count += 1) {
      const other = others[random(others.length)];
      if (count % 5 === 4 && other !== undefined) unsaved.set(other, edited(fs.read(other) ?? '', random));
      else text = edited(text, random);
      const input = { path: dockerfile, text, fs, project: readProjectFile(fs, dockerfile), settings: SETTINGS };
      const fresh = lintOf(input);
      previous = lintOf(input, previous);
      expect(seen(previous), text).toEqual(seen(fresh));
      expect(previous.dependsOn).toEqual(expect.arrayContaining([...fresh.dependsOn]));
    }
  });
});

describe('what is taken over', () => {
  const before = {
    Dockerfile: '# sagemaker: roles=inference\n# a\nFROM python:3.12\nCOPY serve /usr/bin/\nRUN pip install flask\n',
    '+x serve': '#!/usr/bin/env python\nprint(1)\n',
  };
  const path = `${FOLDER}/Dockerfile`;
  const texts = new Map<string, string>();
  const fs = overlayFs(memoryFs(filesOf(before)), texts);
  const linted = (text: string, previous?: LintResult): LintResult =>
    lintOf({ path, text, fs, project: undefined, settings: SETTINGS }, previous);

  it('is the whole model while only a comment is typed', () => {
    const first = linted(before.Dockerfile);
    const second = linted(before.Dockerfile.replace('# a', '# as'), first);
    expect(second.subject?.files).toBe(first.subject?.files);
    expect(second.subject?.dockerfile.comments.map((it) => it.text)).toContain('as');
  });

  it('is every other command while a RUN is typed', () => {
    const text = `${before.Dockerfile}RUN pip install gunicorn\n`;
    const first = linted(text);
    const second = linted(text.replace('gunicorn', 'gunicorn2'), first);
    expect(second.subject?.commands[0]).toBe(first.subject?.commands[0]);
    expect(second.subject?.packages.map((it) => it.name)).toEqual(['flask', 'gunicorn2']);
  });

  it('is nothing of a file that changed', () => {
    const first = linted(before.Dockerfile);
    texts.set(`${FOLDER}/serve`, '#!/bin/sh\nexec gunicorn app:app\n');
    const second = linted(before.Dockerfile, first);
    const found = second.subject?.files.lookup('/usr/bin/serve');
    expect(found?.state === 'present' ? found.file.text : undefined).toContain('gunicorn');
  });
});
