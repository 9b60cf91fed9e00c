import { describe, expect, it } from 'vitest';
import { ociPushes } from '../../../../../server/src/rules/support/push-commands';

const tools = (text: string): readonly string[] => ociPushes(text).map((it) => it.tool);

describe('buildx', () => {
  it.each([
    'docker buildx build --push -t $uri .',
    'docker build --push -t $uri .',
    'docker buildx build -t $uri --output type=registry .',
    'docker buildx build -t $uri --output=type=image,name=x,push=true .',
    '  @docker  buildx  build . --push',
    'docker buildx build --sbom=false --push=true .',
    'docker buildx build --provenance=true --push .',
  ])('%s', (line) => {
    expect(tools(line)).toEqual(['buildx']);
  });

  it.each([
    'docker build -t $uri .',
    'docker buildx build --load -t $uri .',
    'docker push $uri',
    'docker buildx build --provenance=false --push .',
    'docker buildx build --provenance "false" --push .',
    'docker buildx build --attest type=provenance,disabled=true --push .',
    'docker buildx build --push ${BUILD_FLAGS} .',
    'docker buildx build --push "${extra[@]}" .',
    '# docker buildx build --push .',
    'docker buildx build --push-nothing .',
    'export BUILDX_NO_DEFAULT_ATTESTATIONS=1\ndocker buildx build --push .',
    '',
  ])('is quiet about %s', (line) => {
    expect(tools(line)).toEqual([]);
  });

  it('joins continued lines and points to the command', () => {
    const [push] = ociPushes(
      '#!/bin/bash\r\ncd x && docker buildx build \\\r\n  -f docker/Dockerfile.gpu \\\r\n  --push .\r\n',
    );
    expect(push).toEqual({
      tool: 'buildx',
      range: { start: { line: 1, character: 8 }, end: { line: 1, character: 27 } },
      fix: {
        range: { start: { line: 1, character: 27 }, end: { line: 1, character: 27 } },
        text: ' --provenance=false',
      },
      dockerfile: 'docker/Dockerfile.gpu',
    });
  });

  it('has no fix for a command that is broken over lines', () => {
    expect(ociPushes('docker buildx \\\n build --push .')).toMatchObject([
      { tool: 'buildx', fix: undefined, range: { start: { line: 0 } } },
    ]);
  });

  it('does not hang on long lines', () => {
    expect(tools(`docker build ${'-t x '.repeat(15_000)}--push .`)).toEqual(['buildx']);
    expect(tools(`docker build --push ${'x'.repeat(200_000)}`)).toEqual([]);
    expect(tools('docker build \\\n'.repeat(5_000))).toEqual([]);
  });
});

describe('podman and buildah', () => {
  it('needs a push', () => {
    expect(tools('podman build -t x .')).toEqual([]);
    expect(tools('podman build -t x .\npodman push x')).toEqual(['podman']);
    expect(tools('buildah bud -t x .\nbuildah push x')).toEqual(['podman']);
  });

  it('accepts either way to ask for the format', () => {
    expect(tools('podman build --format docker -t x .\npodman push x')).toEqual([]);
    expect(tools('podman build --format=docker -t x .\npodman push x')).toEqual([]);
    expect(tools('podman build -t x .\npodman push --format v2s2 x')).toEqual([]);
  });
});

describe('docker/build-push-action', () => {
  const step = (uses: string, ...lines: readonly string[]): string =>
    [
      '    steps:',
      `      - name: Build`,
      `        uses: ${uses}`,
      '        with:',
      ...lines.map((it) => `          ${it}`),
      '      - run: echo',
      '        with: { push: true }',
    ].join('\n');

  it('reports a push with its fix', () => {
    const text = step('docker/build-push-action@v6', 'file: docker/Dockerfile', 'push: true', 'tags: x');
    const [push] = ociPushes(text);
    expect(push?.dockerfile).toBe('docker/Dockerfile');
    expect(push?.range).toEqual({ start: { line: 2, character: 14 }, end: { line: 2, character: 41 } });
    expect(push?.fix).toEqual({
      range: { start: { line: 5, character: 0 }, end: { line: 5, character: 0 } },
      text: '          provenance: false\n',
    });
  });

  it.each(['docker/build-push-action@v4', 'docker/build-push-action@2634353420be85dd75d4bad1a1a58c8fd8e2d4ea'])(
    'knows %s',
    (uses) => {
      expect(tools(step(uses, 'push: ${{ github.event_name }}'))).toEqual(['build-push-action']);
    },
  );

  it.each([
    ['docker/build-push-action@v2', ['push: true']],
    ['docker/build-push-action@v6', ['push: false']],
    ['docker/build-push-action@v6', ['context: .']],
    ['docker/build-push-action@v6', ['push: true', 'provenance: false']],
    ['docker/build-push-action@v6', ['provenance: "false"', 'push: true']],
    ['docker/build-push-action@v6', ['push: true', 'outputs: type=docker']],
    ['actions/checkout@v4', ['push: true']],
  ])('is quiet about %s with %j', (uses, lines) => {
    expect(tools(step(uses, ...lines))).toEqual([]);
  });

  it('reads what stands before `uses` in the step, and nothing of other steps', () => {
    const before = 'steps:\n  - with:\n      push: true\n    uses: docker/build-push-action@v5\n';
    expect(tools(before)).toEqual(['build-push-action']);
    const other =
      'steps:\n  - with:\n      push: true\n    uses: a/b@v1\n  - uses: docker/build-push-action@v5\n    with:\n      load: true\n';
    expect(tools(other)).toEqual([]);
  });
});
