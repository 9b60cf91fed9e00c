import { describe, expect, it } from 'vitest';
import { applyEdits } from '../apply-edits';
import { lintFiles } from '../lint-files';

const SERVE = { '+x serve': '#!/usr/bin/env python\nprint("serving")\n' };

function dockerfileOf(text: string): {
  readonly of: (rule: string) => readonly string[];
  readonly fixed: (rule: string) => string;
} {
  const files = { Dockerfile: text, ...SERVE };
  const { findings } = lintFiles(files);
  const ofRule = (rule: string) => findings.filter((it) => it.rule === rule);
  return {
    of: (rule) => ofRule(rule).map((it) => it.severity),
    fixed: (rule) => applyEdits(files, 'Dockerfile', ofRule(rule)[0]?.fixes[0]?.edits ?? [])['Dockerfile'] ?? '',
  };
}

function serving(rest: string, from = 'python:3.12-slim'): ReturnType<typeof dockerfileOf> {
  return dockerfileOf(`# sagemaker: roles=inference\nFROM ${from}\nCOPY serve /usr/local/bin/serve\n${rest}`);
}

describe('runs-as-root', () => {
  it('removes USER where nothing ran since', () => {
    const it = serving('RUN useradd app\nUSER app\nENV A=1\n');
    expect(it.fixed('runs-as-root')).toMatch(/RUN useradd app\nENV A=1\n$/);
  });

  it('adds USER root where commands ran as the other user', () => {
    expect(serving('USER 1001\nRUN true\n').fixed('runs-as-root')).toMatch(/USER 1001\nRUN true\nUSER root\n$/);
  });

  it('adds USER root where the user before was not root either', () => {
    expect(serving('USER 1001\nUSER 1002\n').fixed('runs-as-root')).toMatch(/USER 1001\nUSER 1002\nUSER root\n$/);
  });

  it('knows another name of user 0', () => {
    expect(serving('RUN useradd -o -u 0 toor\nUSER toor\n').of('runs-as-root')).toEqual([]);
    expect(serving('RUN useradd -u 7 toor\nUSER toor\n').of('runs-as-root')).toEqual(['warning']);
  });

  it('accepts a start through sudo', () => {
    expect(serving('USER app\nENTRYPOINT ["sudo", "-E", "serve"]\n').of('runs-as-root')).toEqual([]);
  });

  it('leaves Studio and processing alone', () => {
    for (const roles of ['training,studio', 'processing']) {
      const found = dockerfileOf(
        `# sagemaker: roles=${roles}\nFROM python:3.12-slim\nUSER 1000\nCMD ["python", "-V"]\n`,
      );
      expect(found.of('runs-as-root')).toEqual([]);
    }
  });

  it('says nothing of an unknown base', () => {
    expect(serving('', 'example.com/team/base:1').of('runs-as-root')).toEqual([]);
  });
});

describe('explain-root-user', () => {
  it('extends the comment above', () => {
    expect(serving('USER 5\n# hadolint ignore=DL3066 # why\nUSER root\n').fixed('explain-root-user')).toContain(
      '# hadolint ignore=DL3002,DL3066 # why\nUSER root',
    );
  });

  it('adds a comment', () => {
    expect(serving('USER root:root\n').fixed('explain-root-user')).toContain(
      '# hadolint ignore=DL3002\nUSER root:root\n',
    );
  });

  it('looks for its own check', () => {
    expect(serving('# hadolint ignore=DL30021\nUSER root\n').of('explain-root-user')).toEqual(['hint']);
    expect(serving('# hadolint global ignore=DL3008\nUSER root\n').of('explain-root-user')).toEqual(['hint']);
    expect(serving('# no hadolint ignore=DL3002\nUSER root\n').of('explain-root-user')).toEqual(['hint']);
    expect(serving('#hadolint  ignore = DL3008, DL3002\nUSER root\n').of('explain-root-user')).toEqual([]);
  });

  it('is silent where root comes from elsewhere, or is not last', () => {
    expect(serving('').of('explain-root-user')).toEqual([]);
    expect(serving('USER root\nUSER app\n').of('explain-root-user')).toEqual([]);
    const studio = dockerfileOf('# sagemaker: roles=inference,studio\nFROM python:3.12-slim\nUSER root\n');
    expect(studio.of('explain-root-user')).toEqual([]);
  });
});

describe('explain-platform-flag', () => {
  const FROM = 'FROM --platform=linux/amd64 python:3.12-slim\nCOPY serve /usr/local/bin/serve\n';

  it.each([
    [
      `# sagemaker: roles=inference\n${FROM}`,
      `# check=skip=FromPlatformFlagConstDisallowed\n# sagemaker: roles=inference\n# hadolint ignore=DL3029\n${FROM}`,
    ],
    [
      `# syntax=docker/dockerfile:1\n${FROM}# sagemaker: roles=inference\n`,
      `# syntax=docker/dockerfile:1\n# check=skip=FromPlatformFlagConstDisallowed\n# hadolint ignore=DL3029\n${FROM}# sagemaker: roles=inference\n`,
    ],
    [
      `# check=error=true\n# sagemaker: roles=inference\n# hadolint ignore=DL3006\n${FROM}`,
      `# check=skip=FromPlatformFlagConstDisallowed;error=true\n# sagemaker: roles=inference\n# hadolint ignore=DL3029,DL3006\n${FROM}`,
    ],
    [
      `# check=skip=StageNameCasing\n# sagemaker: roles=inference\n# hadolint ignore=DL3029\n${FROM}`,
      `# check=skip=FromPlatformFlagConstDisallowed,StageNameCasing\n# sagemaker: roles=inference\n# hadolint ignore=DL3029\n${FROM}`,
    ],
  ])('fixes %j', (before, after) => {
    expect(dockerfileOf(before).fixed('explain-platform-flag')).toBe(after);
    expect(dockerfileOf(after).of('explain-platform-flag')).toEqual([]);
  });

  it('looks at the stages that are built, and at this platform only', () => {
    const text = `FROM --platform=linux/amd64 node:20 AS unused\nFROM python:3.12-slim\n# sagemaker: roles=inference\nCOPY serve /usr/local/bin/serve\n`;
    expect(dockerfileOf(text).of('explain-platform-flag')).toEqual([]);
    expect(
      dockerfileOf(text.replace('COPY serve', 'COPY --from=unused /x /y\nCOPY serve')).of('explain-platform-flag'),
    ).toEqual(['hint']);
    expect(
      dockerfileOf(`# sagemaker: roles=inference\n${FROM.replace('amd64', 'arm64')}`).of('explain-platform-flag'),
    ).toEqual([]);
  });

  it('copes with Windows line ends', () => {
    const text = `# sagemaker: roles=inference\n${FROM}`.replaceAll('\n', '\r\n');
    expect(dockerfileOf(text).fixed('explain-platform-flag').split('\r\n').slice(0, 4)).toEqual([
      '# check=skip=FromPlatformFlagConstDisallowed',
      '# sagemaker: roles=inference',
      '# hadolint ignore=DL3029',
      'FROM --platform=linux/amd64 python:3.12-slim',
    ]);
  });
});
