import { describe, expect, it } from 'vitest';
import { type BuildError, explainFailure } from '../../../../../engine/src/docker/build/build-error';
import { readDockerfileLines } from '../../../../../engine/src/docker/build/dockerfile-lines';
import { parseStepName } from '../../../../../engine/src/docker/build/step-name';

const TEXT = `# syntax=docker/dockerfile:1
ARG BASE=x
FROM python:3.12 AS build
ENV A=1
RUN make

# comment
RUN pip   install \\
    # inside
    a \\

    b
COPY <<EOF <<-'END' /x
RUN make
EOF
	END
workdir /w
RUN make
FROM scratch
COPY --from=build \${A} /
FROM build AS last
RUN make
RUN exit 3
`;
const lines = readDockerfileLines(TEXT);
const lineOf = (name: string): number | undefined => lines.lineOf(parseStepName(name));

describe('lines of a Dockerfile', () => {
  it.each([
    ['[build 1/6] FROM docker.io/library/python:3.12', 3],
    ['[build 2/6] RUN make', 5],
    ['[build 3/6] RUN pip   install     a     b', 8],
    ['[build 6/6] RUN make', 18],
    ['[build 5/6] WORKDIR /w', 17],
    ['[stage-1 1/1] COPY --from=build 1 /', 20],
    ['[last 1/2] RUN make', 22],
    ['[last 2/2] RUN exit 3', 23],
    ['[internal] load build context', undefined],
    ['[nosuch 1/1] RUN nothing', undefined],
  ])('finds %s', (name, line) => {
    expect(lineOf(name)).toBe(line);
  });

  it('finds commands and bases', () => {
    expect(lines.lineOfRun('exit 3')).toBe(23);
    expect(lines.lineOfRun('')).toBeUndefined();
    expect(lines.lineOfBase('docker.io/library/python:3.12')).toBe(3);
    expect(lines.bases).toEqual(['python:3.12', 'scratch', 'build']);
    const other = readDockerfileLines('FROM --platform=linux/amd64 python\nFROM 127.0.0.1:5000/a@sha256:1 AS x');
    expect(other.lineOfBase('docker.io/library/python:latest')).toBe(1);
    expect(other.lineOfBase('127.0.0.1:5000/a@sha256:1')).toBe(2);
    expect(other.lineOfBase('docker.io/library/pytho:latest')).toBeUndefined();
  });

  it('heeds the escape directive', () => {
    const windows = readDockerfileLines('# escape=`\nFROM a\nRUN a `\n  b\nRUN c:\\\nRUN d');
    expect(windows.lineOf(parseStepName('[2/4] RUN a   b'))).toBe(3);
    expect(windows.lineOf(parseStepName('[4/4] RUN d'))).toBe(6);
  });

  it('copes with anything', () => {
    for (const text of ['', '\\', 'RUN <<EOF', 'FROM', '\u0000\n\n#', 'RUN a \\']) {
      expect(() => readDockerfileLines(text)).not.toThrow();
    }
  });
});

describe('explaining a failure', () => {
  const explain = (message: string, name?: string, tail: readonly string[] = []): BuildError =>
    explainFailure(
      { message, step: name === undefined ? undefined : { ...parseStepName(name), error: message, tail } },
      '/d/Dockerfile',
      lines,
    );

  it.each([
    [
      'executor failed running [/bin/sh -c exit 3]: exit code: 3',
      23,
      'RUN exit 3 failed on line 23: it ended with exit code 3.',
    ],
    ['process "/bin/sh -c exit 3" did not complete successfully: exit code: 3', 23, 'exit code 3.'],
    ["The command '/bin/sh -c exit 3' returned a non-zero code: 3", 23, 'exit code 3.'],
    [
      'process "/bin/sh -c echo exit code: 5" did not complete successfully: exit code: 137',
      undefined,
      'out of memory',
    ],
    ['dockerfile parse error line 4: unknown instruction: EVN', 4, 'failed on line 4: unknown instruction: EVN.'],
    ['dockerfile parse error on line 4: unknown instruction: EVN', 4, 'failed on line 4: unknown instruction: EVN.'],
    ['failed to compute cache key: "/x" not found: not found', undefined, '/x is not in the build context'],
    ['failed to calculate checksum of ref a::b: "/x": not found', undefined, '/x is not in the build context'],
    [
      'COPY failed: file not found in build context or excluded by .dockerignore: stat x y: no such file',
      undefined,
      '',
    ],
    ['target stage zz could not be found', undefined, 'The build failed: there is no stage named zz.'],
    ['target stage "zz" could not be found', undefined, 'The build failed: there is no stage named zz.'],
    ['secret tok: not found', undefined, 'the secret tok is not given'],
    ['write /x: no space left on device', undefined, 'the disk of the engine is full'],
    ['pull access denied, repository does not exist', undefined, 'registry does not let us'],
    ['failed to solve: rpc error: code = Unknown desc = odd', undefined, 'The build failed: odd'],
  ])('%s', (message, line, text) => {
    const error = explain(message);
    expect(error.place?.line).toBe(line);
    expect(error.message).toContain(text);
    expect(error.remedy).toMatch(/^\w.*\.$/);
  });

  it('takes the line of the step, and the base that could not be loaded', () => {
    expect(explain('odd', '[last 2/2] RUN exit 3', ['out'])).toMatchObject({
      place: { file: '/d/Dockerfile', line: 23 },
      tail: ['out'],
    });
    expect(explain('no such host', '[internal] load metadata for docker.io/library/python:3.12').place?.line).toBe(3);
  });

  it('leads to the command that signs in to the registry of AWS’s image', () => {
    const host = '763104351884.dkr.ecr.us-east-1.amazonaws.com';
    const error = explain(
      `failed to solve: ${host}/pytorch-training:2.10.0-cpu: failed to resolve source metadata for ${host}/pytorch-training:2.10.0-cpu: failed to authorize: no basic auth credentials`,
    );
    expect(error.remedy).toContain(`--region us-east-1 | docker login --username AWS --password-stdin ${host}`);
    expect(explain('pull access denied, repository does not exist').remedy).toContain('docker login');
  });

  it('sees a foreign platform in the output', () => {
    const error = explain('exit code: 1', '[last 2/2] RUN exit 3', ['exec /bin/sh: exec format error']);
    expect(error.message).toContain('platform');
    expect(explain('exit code: 1', '[last 2/2] RUN exit 3', ['exec format error, he said']).message).toContain(
      'exit code 1',
    );
  });

  it('shortens a long instruction', () => {
    expect(explain('exit code: 1', `[last 2/2] RUN ${'x'.repeat(500)}`).message.length).toBeLessThan(200);
  });
});
