import { describe, expect, it } from 'vitest';
import { memoryFs } from '../../../../server/src/context/memory-fs';
import { lint } from '../../../../server/src/lint/lint';

const settings = { region: undefined, today: '2026-11-24', roles: undefined, severities: {} };

function lintText(text: string) {
  return lint({ path: '/w/Dockerfile', text, fs: memoryFs({ '/w/Dockerfile': text }), project: undefined, settings });
}

const numbers = Array.from({ length: 40 }, (_, index) => index);

describe('images that grow by copying themselves', () => {
  it('ends for stages that copy from their own parents', () => {
    const stages = numbers.map((i) => `FROM s${i} AS s${i + 1}\nCOPY --from=s${i} /opt /opt/x\nCOPY a${i}.py /opt/`);
    const { subject } = lintText(`FROM python:3.12 AS s0\nCOPY first.py /opt/\n${stages.join('\n')}\n`);
    expect(subject?.files.lookup('/opt/a39.py').state).toBe('present');
    expect(subject?.files.lookup('/opt/x/first.py').state).toBe('present');
    expect(subject?.files.lookup('/opt/x/a39.py').state).not.toBe('present');
  }, 10_000);

  it('ends for commands that copy a folder again and again', () => {
    const runs = numbers.map((i) => `RUN cp -r /opt/a /opt/b${i} && mv /opt/b${i} /opt/a/`);
    const { subject } = lintText(`FROM python:3.12\nCOPY first.py /opt/a/first.py\n${runs.join('\n')}\n`);
    expect(subject?.files.lookup('/opt/a/first.py').state).toBe('present');
    expect(subject?.files.lookup('/opt/a/b0/first.py').state).toBe('present');
  }, 10_000);
});
