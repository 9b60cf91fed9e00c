import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseHost } from '../../../../engine/src/docker/engine-address';
import type { Surroundings } from '../../../../engine/src/docker/engine-address';
import { findEngine } from '../../../../engine/src/docker/find-engine';
import { UserError } from '../../../../engine/src/user-error';

function here(
  env: Record<string, string> = {},
  files: Record<string, string> = {},
  more: Partial<Surroundings> = {},
): Surroundings {
  return { env, platform: 'linux', home: '/home/me', uid: 1000, readFile: (path) => files[path], ...more };
}

const idOf = (name: string) => createHash('sha256').update(name).digest('hex');
const metaOf = (name: string) => `/home/me/.docker/contexts/meta/${idOf(name)}/meta.json`;
const context = (docker: object) => JSON.stringify({ Name: 'x', Endpoints: { docker } });

describe('findEngine', () => {
  it('takes DOCKER_HOST alone, over contexts', () => {
    const found = findEngine(here({ DOCKER_HOST: ' unix:///run/my.sock ', DOCKER_CONTEXT: 'colima' }));
    expect(found).toEqual([
      { address: { kind: 'socket', socketPath: '/run/my.sock' }, how: 'DOCKER_HOST', chosen: true },
    ]);
  });

  it('takes the address that the user gave elsewhere over DOCKER_HOST, and names the place', () => {
    const host = { address: ' unix:///mine.sock ', from: 'the setting' };
    expect(findEngine(here({ DOCKER_HOST: 'unix:///other.sock' }, {}, { host }))).toEqual([
      { address: { kind: 'socket', socketPath: '/mine.sock' }, how: 'the setting', chosen: true },
    ]);
  });

  it.each([
    ['the setting', here({ DOCKER_HOST: 'unix:///x' }, {}, { host: { address: 'nope://x', from: 'the setting' } })],
    ['DOCKER_HOST', here({ DOCKER_HOST: 'tcp://a b' })],
    [
      'the Docker context “bad”',
      here({ DOCKER_CONTEXT: 'bad' }, { [metaOf('bad')]: context({ Host: 'ssh://' }) }, { platform: 'linux' }),
    ],
  ])('says that %s has to be changed when its address is none', (place, there) => {
    expect(() => findEngine(there)).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining(`Change ${place} to`) as string }),
    );
  });

  it('takes DOCKER_CONTEXT over the current context', () => {
    const files = {
      '/home/me/.docker/config.json': '{"currentContext":"b"}',
      [metaOf('a')]: context({ Host: 'unix:///a.sock' }),
      [metaOf('b')]: context({ Host: 'unix:///b.sock' }),
    };
    const socket = (env: Record<string, string>) => findEngine(here(env, files)).map((one) => [one.address, one.how]);
    expect(socket({ DOCKER_CONTEXT: 'a' })).toEqual([
      [{ kind: 'socket', socketPath: '/a.sock' }, 'the Docker context “a”'],
    ]);
    expect(socket({})).toEqual([[{ kind: 'socket', socketPath: '/b.sock' }, 'the Docker context “b”']]);
  });

  it('takes the usual sockets for the context “default”, an empty DOCKER_HOST and a broken configuration', () => {
    const usual = findEngine(here());
    expect(findEngine(here({}, { '/home/me/.docker/config.json': '{"currentContext":"default"}' }))).toEqual(usual);
    expect(findEngine(here({ DOCKER_HOST: ' ' }))).toEqual(usual);
    expect(findEngine(here({}, { '/home/me/.docker/config.json': '{"currentCon' }))).toEqual(usual);
    expect(findEngine(here({}, { '/home/me/.docker/config.json': '{"currentContext":3}' }))).toEqual(usual);
    expect(usual.every((one) => !one.chosen)).toBe(true);
  });

  it('says so when the context does not exist', () => {
    expect(() => findEngine(here({ DOCKER_CONTEXT: 'gone' }))).toThrow('The Docker context “gone” does not exist.');
    const files = { [metaOf('gone')]: context({}) };
    expect(() => findEngine(here({ DOCKER_CONTEXT: 'gone' }, files))).toThrow(UserError);
  });

  it('reads the certificates of a context', () => {
    const tls = `/home/me/.docker/contexts/tls/${idOf('far')}/docker`;
    const files = {
      [metaOf('far')]: context({ Host: 'tcp://far:2376', SkipTLSVerify: true }),
      [`${tls}/ca.pem`]: 'CA',
      [`${tls}/cert.pem`]: 'CERT',
      [`${tls}/key.pem`]: 'KEY',
    };
    expect(findEngine(here({ DOCKER_CONTEXT: 'far' }, files))[0]?.address).toEqual({
      kind: 'tcp',
      host: 'far',
      port: 2376,
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: false },
    });
  });

  it('reads the certificates that DOCKER_TLS_VERIFY asks for', () => {
    const env = { DOCKER_HOST: 'tcp://far', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
    expect(findEngine(here(env, { '/certs/ca.pem': 'CA' }))[0]?.address).toEqual({
      kind: 'tcp',
      host: 'far',
      port: 2376,
      tls: { ca: 'CA', cert: undefined, key: undefined, verify: true },
    });
  });

  it('honours DOCKER_CONFIG', () => {
    const files = { '/etc/dk/config.json': '{"currentContext":"gone"}' };
    expect(() => findEngine(here({ DOCKER_CONFIG: '/etc/dk' }, files))).toThrow('gone');
  });

  it('tries Docker first, then rootless Docker, desktops and Podman', () => {
    const sockets = findEngine(here({ XDG_RUNTIME_DIR: '/run/user/7' })).map(({ address }) =>
      address.kind === 'socket' ? address.socketPath : '',
    );
    expect(sockets.slice(0, 4)).toEqual([
      '/var/run/docker.sock',
      '/run/user/7/docker.sock',
      '/home/me/.docker/run/docker.sock',
      '/home/me/.docker/desktop/docker.sock',
    ]);
    for (const one of [
      '/home/me/.colima/default/docker.sock',
      '/run/user/7/podman/podman.sock',
      '/run/podman/podman.sock',
    ]) {
      expect(sockets).toContain(one);
    }
    expect(findEngine(here()).map(({ address }) => address)).toContainEqual({
      kind: 'socket',
      socketPath: '/run/user/1000/docker.sock',
    });
  });

  it('knows the pipes of Windows and Podman’s socket of a Mac', () => {
    const windows = findEngine(here({}, {}, { platform: 'win32', home: 'C:\\Users\\me', uid: undefined }));
    expect(windows[0]?.address).toEqual({ kind: 'socket', socketPath: '//./pipe/docker_engine' });
    const mac = findEngine(here({ TMPDIR: '/var/folders/x' }, {}, { platform: 'darwin', home: '/Users/me' }));
    expect(mac.at(-1)?.address).toEqual({
      kind: 'socket',
      socketPath: '/var/folders/x/podman/podman-machine-default-api.sock',
    });
  });
});

describe('parseHost', () => {
  it.each([
    ['unix://', { kind: 'socket', socketPath: '/var/run/docker.sock' }],
    ['npipe://', { kind: 'socket', socketPath: '//./pipe/docker_engine' }],
    ['npipe:////./pipe/x', { kind: 'socket', socketPath: '//./pipe/x' }],
    ['npipe://\\\\.\\pipe\\x', { kind: 'socket', socketPath: '//./pipe/x' }],
    ['tcp://a', { kind: 'tcp', host: 'a', port: 2375, tls: undefined }],
    ['tcp://a:80', { kind: 'tcp', host: 'a', port: 80, tls: undefined }],
    ['a:1234', { kind: 'tcp', host: 'a', port: 1234, tls: undefined }],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375, tls: undefined }],
    ['tcp://[::1]', { kind: 'tcp', host: '::1', port: 2375, tls: undefined }],
    ['ssh://a', { kind: 'ssh', host: 'a', port: undefined, user: undefined, remoteSocket: undefined }],
    ['ssh://me@a:22/x.sock', { kind: 'ssh', host: 'a', port: 22, user: 'me', remoteSocket: '/x.sock' }],
  ])('reads %s', (text, address) => {
    expect(parseHost(text, undefined, here())).toEqual(address);
  });

  it('asks https for a certificate also without certificates of one’s own', () => {
    expect(parseHost('https://a', undefined, here())).toMatchObject({ port: 2376, tls: { verify: true } });
  });

  it.each(['fd://', 'nope://a', 'tcp://a b', 'ssh://', 'ssh://-oProxyCommand=x', 'tcp://[::1', '://'])(
    'refuses %s',
    (text) => {
      expect(() => parseHost(text, undefined, here())).toThrow(UserError);
    },
  );
});
