import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../engine/src/docker/engine';
import { exitProblem } from '../../../../engine/src/docker/exit-problem';
import type { ContainerEnd } from '../../../../engine/src/docker/exit-problem';
import { explain, RequirementError, startProblem } from '../../../../engine/src/docker/start-problem';
import type { Launch } from '../../../../engine/src/docker/start-problem';

const TRAIN: Launch = { image: 'my:1', word: 'train' };
const RUNC =
  'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';

describe('explain', () => {
  it.each([
    [`${RUNC}exec: "train": executable file not found in $PATH: unknown`, TRAIN, ['LAUNCH-01'], 'no program “train”'],
    [
      `${RUNC}exec: "serve": executable file not found in $PATH: unknown`,
      { ...TRAIN, word: 'serve' },
      ['LAUNCH-02'],
      '`docker run IMAGE serve`',
    ],
    [
      `${RUNC}exec: "python3.9": executable file not found in $PATH: unknown`,
      TRAIN,
      ['LAUNCH-01'],
      '“python3.9”, with which my:1 starts',
    ],
    [
      `${RUNC}exec: "/opt/x": stat /opt/x: no such file or directory: unknown`,
      { ...TRAIN, word: 'a' },
      undefined,
      '“/opt/x”',
    ],
    [`${RUNC}exec: "/opt/train": permission denied: unknown`, TRAIN, ['LAUNCH-11'], 'permission denied'],
    ['exec /opt/train: no such file or directory', TRAIN, ['LAUNCH-12'], 'interpreter'],
    ['exec /opt/train: exec format error', TRAIN, ['LAUNCH-12', 'IMG-03'], '#!'],
    [
      'exec /opt/train: exec format error',
      { ...TRAIN, imagePlatform: 'linux/arm64', enginePlatform: 'linux/amd64' },
      ['IMG-03'],
      'the image is linux/arm64, this machine runs linux/amd64',
    ],
    ['No such image: my:1', TRAIN, undefined, 'There is no image my:1'],
    [
      'image with reference my:1 was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64',
      TRAIN,
      ['IMG-03'],
      'the one here is linux/amd64',
    ],
    ['could not select device driver "" with capabilities: [[gpu]]', TRAIN, undefined, 'no GPU'],
    ['Unknown runtime specified nvidia', TRAIN, undefined, 'no GPU'],
    ['unknown or invalid runtime name: nvidia', TRAIN, undefined, 'no GPU'],
    ['CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=7', TRAIN, undefined, 'not known'],
    [
      'error running hook #0: error running hook: exit status 1, stdout: , stderr: nvidia-container-cli: initialization error: nvml error: driver not loaded: unknown',
      TRAIN,
      undefined,
      'refused the GPU: initialization error: nvml error: driver not loaded.',
    ],
    [
      'driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:18080 failed: port is already allocated',
      TRAIN,
      undefined,
      'The port 127.0.0.1:18080 is in use',
    ],
    [
      'Error starting userland proxy: listen tcp4 127.0.0.1:80: bind: address already in use',
      TRAIN,
      undefined,
      '127.0.0.1:80 is',
    ],
    [
      'invalid mount config for type "bind": bind source path does not exist: /a b',
      TRAIN,
      undefined,
      '“/a b” does not exist',
    ],
    ['Mounts denied: \nThe path /x is not shared from the host', TRAIN, undefined, 'Docker Desktop may not read'],
    ['write /var/lib/docker/x: no space left on device', TRAIN, undefined, 'disk'],
    [
      'could not find an available, non-overlapping IPv4 address pool among the defaults',
      TRAIN,
      undefined,
      'addresses',
    ],
    ['Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available', TRAIN, undefined, 'has 2 CPUs'],
  ] as const)('explains “%s”', (text, launch, requirements, words) => {
    const found = explain(text, launch);
    expect(found?.message).toContain(words);
    expect(found?.requirements).toEqual(requirements ?? (text.includes('/opt/x') ? [] : undefined));
    expect(found?.remedy).not.toBe('');
  });

  it('says nothing about what it does not know', () => {
    expect(explain('something else', TRAIN)).toBeUndefined();
    expect(explain('', TRAIN)).toBeUndefined();
  });
});

describe('startProblem', () => {
  it('names the requirement and keeps the engine’s own words as the cause', () => {
    const cause = new EngineError('exec: "train": permission denied', 400);
    const problem = startProblem(cause, TRAIN);
    expect(problem).toBeInstanceOf(RequirementError);
    expect(problem).toMatchObject({
      cause,
      message: '“train” in my:1 can’t be executed: permission denied. (LAUNCH-11)',
    });
  });

  it('leaves other errors as they are', () => {
    const [bug, unknown] = [new TypeError('exec: "train": permission denied'), new EngineError('odd', 500)];
    expect(startProblem(bug, TRAIN)).toBe(bug);
    expect(startProblem(unknown, TRAIN)).toBe(unknown);
  });
});

describe('exitProblem', () => {
  const end = (more: Partial<ContainerEnd>): ContainerEnd => ({
    exitCode: 0,
    outOfMemory: false,
    stopped: false,
    startedAt: undefined,
    finishedAt: undefined,
    lastLines: [],
    ...more,
  });

  it('has nothing to say about success', () => {
    expect(exitProblem(end({}), TRAIN)).toBeUndefined();
  });

  it('tells out of memory from SIGKILL, even when a child was hit', () => {
    expect(exitProblem(end({ exitCode: 137, outOfMemory: true }), TRAIN, 2 ** 30)?.message).toContain('1024 MiB');
    expect(exitProblem(end({ exitCode: 1, outOfMemory: true }), TRAIN)?.remedy).toContain('Give Docker more memory');
    expect(exitProblem(end({ exitCode: 137 }), TRAIN)?.message).toContain('exit code 137 (SIGKILL)');
  });

  it('does not explain what we asked for', () => {
    expect(exitProblem(end({ exitCode: 143, stopped: true }), TRAIN)?.message).toBe(
      'The container ended with exit code 143 (SIGTERM).',
    );
  });

  it('explains a code that has a meaning, and only gives the number of others', () => {
    expect(exitProblem(end({ exitCode: 139 }), TRAIN)?.message).toContain('Segmentation fault');
    expect(exitProblem(end({ exitCode: 3 }), TRAIN)?.message).toBe('The container ended with exit code 3.');
  });

  it('finds the reason among the last lines', () => {
    const format = end({ exitCode: 1, lastLines: ['exec /opt/train: exec format error'] });
    expect(exitProblem(format, TRAIN)?.requirements).toEqual(['LAUNCH-12', 'IMG-03']);
    const lineEnds = end({ exitCode: 127, lastLines: ['/usr/bin/env: ‘python\\r’: No such file or directory'] });
    expect(exitProblem(lineEnds, TRAIN)?.requirements).toEqual(['LAUNCH-12']);
    const talk = end({ exitCode: 1, lastLines: ['we saw: exec /opt/train: exec format error, odd'] });
    expect(exitProblem(talk, TRAIN)?.requirements).toEqual([]);
  });
});
