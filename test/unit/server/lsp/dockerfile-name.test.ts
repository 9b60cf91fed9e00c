import { describe, expect, it } from 'vitest';
import { isDockerfile } from '../../../../server/src/lsp/dockerfile-name';

describe('isDockerfile', () => {
  it.each([
    ['dockerfile', 'anything.txt'],
    ['Dockerfile', 'x'],
    ['plaintext', 'Dockerfile'],
    ['plaintext', 'dockerfile'],
    ['plaintext', 'Dockerfile.gpu'],
    ['plaintext', 'Dockerfile-gpu'],
    ['plaintext', 'Dockerfile_cpu'],
    ['plaintext', 'train.Dockerfile'],
    ['', 'Containerfile'],
    ['', 'x.containerfile'],
  ])('%s %s is one', (language, name) => {
    expect(isDockerfile(language, name)).toBe(true);
  });

  it.each([
    ['markdown', 'Dockerfile.md'],
    ['python', 'Dockerfile.py'],
    ['plaintext', 'Dockerfile.dockerignore'],
    ['plaintext', '.dockerignore'],
    ['plaintext', 'Dockerfiles'],
    ['plaintext', 'NotADockerfile'],
    ['plaintext', '.Dockerfile.swp'],
    ['dockercompose', 'compose.yml'],
    ['plaintext', ''],
  ])('%s %s is none', (language, name) => {
    expect(isDockerfile(language, name)).toBe(false);
  });
});
