import { describe, expect, it } from 'vitest';
import { knownPathPrefix } from '../../../../server/src/dockerfile/parse';
import { at, configOf, get, parse, settings, UNKNOWN, values } from './helpers';

const entrypoint = (text: string) => get(configOf(text).entrypoint.value);
const cmd = (text: string) => get(configOf(text).cmd.value);

describe('ENTRYPOINT and CMD', () => {
  it('come from the base image', () => {
    const config = configOf('FROM toolkit:1');
    const command = get(config.entrypoint.value);
    expect(typeof command === 'object' && values(command.words)).toEqual(['bash', '-m', 'start']);
    expect(config.entrypoint.origin).toEqual({ from: 'base', image: 'toolkit:1' });
    expect(get(config.cmd.value)).toBe(UNKNOWN);
    expect(cmd('FROM python')).toMatchObject({ form: 'exec', text: '["python3"]' });
    expect(entrypoint('FROM python')).toBeUndefined();
  });

  it('drops the inherited CMD with ENTRYPOINT, not one of the same stage', () => {
    expect(cmd('FROM python\nENTRYPOINT ["a"]')).toBeUndefined();
    expect(cmd('FROM mine\nENTRYPOINT ["a"]')).toBeUndefined();
    expect(cmd('FROM python\nCMD ["b"]\nENTRYPOINT ["a"]')).toMatchObject({ text: '["b"]' });
    expect(cmd('FROM python AS x\nCMD ["b"]\nFROM x\nENTRYPOINT ["a"]')).toBeUndefined();
    expect(cmd('FROM python AS x\nCMD ["b"]\nENTRYPOINT ["a"]\nFROM x')).toMatchObject({ text: '["b"]' });
    expect(cmd('FROM python\nCMD a\nCMD b')).toMatchObject({ form: 'shell', text: 'b' });
  });

  it.each(['ENTRYPOINT []', 'ENTRYPOINT [""]'])('%s leaves none', (line) => {
    const config = configOf(`FROM toolkit\n${line}`);
    expect(config.entrypoint.value).toEqual({ known: true, value: undefined });
    expect(config.entrypoint.origin.from).toBe('instruction');
  });

  it('ignores one that is only half typed', () => {
    expect(entrypoint('FROM toolkit\nENTRYPOINT ')).toMatchObject({ text: '["bash","-m","start"]' });
  });

  it('keeps the shell form as one string, with its place', () => {
    const dockerfile = parse('FROM python\nENTRYPOINT python \\\n   $X "a"\n');
    const command = get(dockerfile.target?.config.entrypoint.value);
    if (typeof command !== 'object') throw new Error('no command');
    expect(command).toMatchObject({ form: 'shell', text: 'python $X "a"', looksLikeJson: false });
    const [word] = command.words;
    expect(word?.variables).toEqual(['X']);
    expect(word && at(dockerfile, word.range)).toBe('python \\\n   $X "a"');
    expect(entrypoint('FROM python\nENTRYPOINT [ "python", /opt/x ]')).toMatchObject({
      form: 'shell',
      looksLikeJson: true,
    });
  });
});

describe('PATH', () => {
  it('is known as far as the base is', () => {
    expect(get(configOf('FROM python\nENV PATH="/opt/program:${PATH}"').path.value)).toEqual([
      '/opt/program',
      '/usr/local/bin',
      '/usr/bin',
      '/bin',
    ]);
    expect(get(configOf('FROM scratch').path.value)).toContain('/usr/local/bin');
    expect(get(configOf('FROM mine\nENV PATH=/a:/b').path.value)).toEqual(['/a', '/b']);
  });

  it('has directories that are sure in spite of an unknown base', () => {
    const config = configOf('FROM mine\nENV PATH=/opt/ml/code:$PATH\nENV PATH=$X/bin:${PATH}:/last');
    expect(get(config.path.value)).toBe(UNKNOWN);
    expect(knownPathPrefix(config)).toEqual([
      '/opt/ml/code',
      '/usr/local/sbin',
      '/usr/local/bin',
      '/usr/sbin',
      '/usr/bin',
      '/sbin',
      '/bin',
      '/last',
    ]);
    expect(knownPathPrefix(configOf('FROM mine\nENV PATH=/a:$OTHER'))).toEqual(['/a']);
    expect(knownPathPrefix(configOf('FROM python\nENV PATH=/a'))).toEqual(['/a']);
    expect(knownPathPrefix(configOf('FROM mine\nENV PATH=/a:${PATH:+$PATH}'))[0]).toBe('/a');
  });

  it('goes along to other stages', () => {
    expect(
      knownPathPrefix(configOf('FROM mine AS a\nENV PATH=/x:$PATH\nFROM a\nENV PATH=/y:$PATH')).slice(0, 2),
    ).toEqual(['/y', '/x']);
  });
});

describe('the rest of the configuration', () => {
  it('resolves WORKDIR', () => {
    const workdir = (lines: string, base = 'ubuntu') => get(configOf(`FROM ${base}\n${lines}`).workdir.value);
    expect(workdir('')).toBe('/');
    expect(workdir('', 'toolkit')).toBe('/home/model');
    expect(workdir('WORKDIR a\nWORKDIR ../b/.')).toBe('/b');
    expect(workdir('ENV D=/opt/ml\nWORKDIR $D/code/')).toBe('/opt/ml/code');
    expect(workdir('WORKDIR a', 'mine')).toBe(UNKNOWN);
    expect(workdir('WORKDIR /a', 'mine')).toBe('/a');
    expect(workdir('ARG X\nWORKDIR $X\nWORKDIR b')).toBe(UNKNOWN);
  });

  it('knows the user', () => {
    expect(get(configOf('FROM ubuntu').user.value)).toBeUndefined();
    expect(get(configOf('FROM toolkit').user.value)).toBe('model');
    expect(get(configOf('FROM toolkit\nUSER root').user.value)).toBe('root');
    expect(get(configOf('FROM ubuntu\nUSER ${NOTHING:-}').user.value)).toBeUndefined();
    expect(get(configOf('FROM toolkit\nUSER $NOTHING').user.value)).toBe(UNKNOWN);
  });

  it('collects ports, volumes and labels', () => {
    const config = configOf(
      'FROM python\nENV P="1 2"\nEXPOSE 8080/tcp $P\nEXPOSE 9000-9010\nVOLUME /a /b\nVOLUME ["/c d"]\nLABEL a=b "c"="d e"\nLABEL a z\n',
    );
    expect(config.exposed.map((it) => get(it.value))).toEqual(['8080/tcp', '1', '2', '9000-9010']);
    expect(config.volumes.map((it) => get(it.value))).toEqual(['/a', '/b', '/c d']);
    expect(settings(config.labels)).toEqual({ maintainer: 'me', a: 'z', c: 'd e' });
    expect(config.labelsComplete).toBe(true);
  });

  it('knows SHELL, STOPSIGNAL and HEALTHCHECK', () => {
    const config = configOf(
      'FROM python\nSHELL ["conda", "run", "-n", "x"]\nSTOPSIGNAL SIGINT\nHEALTHCHECK --interval=5s CMD curl -f x',
    );
    expect(get(config.shell.value)).toEqual(['conda', 'run', '-n', 'x']);
    expect(get(config.stopSignal.value)).toBe('SIGINT');
    expect(get(config.healthcheck.value)).toBe('CMD curl -f x');
    const plain = configOf('FROM python\nHEALTHCHECK none');
    expect(get(plain.shell.value)).toEqual(['/bin/sh', '-c']);
    expect(plain.shell.origin.from).toBe('default');
    expect(plain.healthcheck.value).toEqual({ known: true, value: undefined });
  });

  it('says where values come from', () => {
    const dockerfile = parse('FROM python\nENV A=1 B=2\n');
    const config = dockerfile.target?.config;
    const origin = config?.env.get('B')?.origin;
    expect(origin?.from === 'instruction' && at(dockerfile, origin.range)).toBe('B=2');
    expect(config?.env.get('LANG')?.origin).toEqual({ from: 'base', image: 'python' });
  });

  it('has an empty image behind scratch', () => {
    const config = configOf('FROM scratch');
    expect([config.entrypoint, config.cmd, config.user].map((it) => it.value)).toEqual(
      Array(3).fill({ known: true, value: undefined }),
    );
    expect([config.envComplete, config.labelsComplete]).toEqual([true, true]);
  });
});
