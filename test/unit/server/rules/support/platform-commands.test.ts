import { describe, expect, it } from 'vitest';
import { platformBuilds } from '../../../../../server/src/rules/support/platform-commands';

describe('platformBuilds', () => {
  it.each([
    ['docker build --platform linux/arm64 -t x .', 'linux/arm64'],
    ['docker buildx build --platform=linux/amd64 -f a/Dockerfile .', 'linux/amd64'],
    ['podman build --platform "linux/arm64" .', 'linux/arm64'],
  ])('%s', (text, platform) => {
    expect(platformBuilds(text).map((it) => it.platform)).toEqual([platform]);
  });

  it('names no platform of commands that build for several, for a variable, or for whatever runs them', () => {
    const text =
      'docker buildx build --platform linux/amd64,linux/arm64 .\ndocker build --platform $P .\ndocker build .\n';
    expect(platformBuilds(text).map((it) => it.platform)).toEqual([undefined, undefined, undefined]);
  });

  it('passes over comments and commands that build nothing', () => {
    expect(platformBuilds('docker run --platform linux/arm64 x\n# docker build --platform linux/arm64 .')).toEqual([]);
  });

  it('places the value on a continuation line', () => {
    const [build] = platformBuilds('docker build -f d/Dockerfile \\\n  --platform linux/arm64 .');
    expect(build?.range).toEqual({ start: { line: 1, character: 13 }, end: { line: 1, character: 24 } });
    expect(build?.dockerfile).toBe('d/Dockerfile');
  });
});
