import { describe, expect, it } from 'vitest';
import { configOf, find, get, parse, settings, UNKNOWN, values } from './helpers';

/** Value of `ENV R=<text>` in an image where only FULL, EMPTY and PATHS are set and G is an ARG without a value. */
const valueOf = (text: string) => {
  const file = `FROM ubuntu\nARG G\nENV FULL=abc EMPTY= PATHS=/a/b/c.tar.gz\nENV R=${text}\n`;
  return get(configOf(file).env.get('R')?.value);
};

describe('substitution', () => {
  it.each([
    ['$FULL', 'abc'],
    ['${FULL}x', 'abcx'],
    ['$FULLx', ''],
    ['$NOPE', ''],
    ['${NOPE:-d}', 'd'],
    ['${NOPE-d}', 'd'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${FULL:-d}', 'abc'],
    ['${FULL:+a}', 'a'],
    ['${FULL+a}', 'a'],
    ['${EMPTY:+a}', ''],
    ['${EMPTY+a}', 'a'],
    ['${NOPE+a}', ''],
    ['${FULL:?e}', 'abc'],
    ['${NOPE?e}', UNKNOWN],
    ['${EMPTY:?e}', UNKNOWN],
    ['${EMPTY?e}', ''],
    ['${PATHS#*/}', 'a/b/c.tar.gz'],
    ['${PATHS##*/}', 'c.tar.gz'],
    ['${PATHS%.*}', '/a/b/c.tar'],
    ['${PATHS%%.*}', '/a/b/c'],
    ['${PATHS#x}', '/a/b/c.tar.gz'],
    ['${FULL/b/X}', 'aXc'],
    ['${PATHS//\\//-}', '-a-b-c.tar.gz'],
    ['${FULL//?/x}', 'xxx'],
    ['${FULL/z/X}', 'abc'],
    ['${NOPE:-${EMPTY:-$FULL}}', 'abc'],
    ['${NOPE:-"x y"}', 'x y'],
    ['\\$FULL', '$FULL'],
    ['"\\$FULL $FULL"', '$FULL abc'],
    ["'$FULL'", '$FULL'],
    ['"a\\b"', 'a\\b'],
    ['a\\b', 'ab'],
    ['$(date)', '$(date)'],
    ['$', '$'],
    ['$1x', 'x'],
    ['$G', UNKNOWN],
    ['${G:-d}', UNKNOWN],
    ['${G:+d}', UNKNOWN],
    ['${FULL', UNKNOWN],
    ['${}', UNKNOWN],
    ['${FULL:=x}', UNKNOWN],
    ['"open', UNKNOWN],
  ])('gives %s its value', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it('follows the escape directive', () => {
    const text = '# escape=`\nFROM ubuntu\nENV A=1\nENV B=`$A C=\\x\n';
    expect(settings(configOf(text).env)).toMatchObject({ B: '$A', C: '\\x' });
  });

  it('lists the variables of a word', () => {
    const copy = find(parse("FROM ubuntu\nCOPY ${A:-$B}/'$C'/\\$D$E ."), 'COPY');
    expect(copy.words.map((it) => it.variables)).toEqual([['A', 'B', 'E'], []]);
  });

  it('does not grow without end', () => {
    const text = `FROM ubuntu\nENV A=ab\n${'ENV A=$A$A\n'.repeat(60)}`;
    expect(get(configOf(text).env.get('A')?.value)).toBe(UNKNOWN);
  });
});

describe('where variables come from', () => {
  it('sees the old values on one ENV line', () => {
    expect(settings(configOf('FROM ubuntu\nENV A=1\nENV A=2 B=$A\nENV C=$A').env)).toMatchObject({ B: '1', C: '2' });
  });

  it('uses global arguments in FROM and where they are declared again', () => {
    const text = 'ARG V=3.12 W=$V\nFROM python:$W\nENV A=$V\nARG V\nENV B=$V\n';
    expect(get(parse(text).target?.base.reference)).toBe('python:3.12');
    expect(settings(configOf(text).env)).toMatchObject({ A: UNKNOWN, B: '3.12' });
    expect(settings(configOf(text.replace('python:$W', 'ubuntu')).env)).toMatchObject({ A: '', B: '3.12' });
  });

  it('lets build arguments win over defaults', () => {
    const text = 'ARG V=1\nFROM python:$V\nARG V\nARG W=2\nENV A=$V$W';
    const given = { buildArguments: { V: '8', W: '9' } };
    expect(get(parse(text, given).target?.base.reference)).toBe('python:8');
    expect(get(configOf(text, given).env.get('A')?.value)).toBe('89');
    expect(get(configOf('FROM ubuntu\nENV A=$V', given).env.get('A')?.value)).toBe('');
  });

  it('lets ENV win over ARG, and keeps an ARG declared twice', () => {
    const text = 'FROM ubuntu\nENV A=env\nARG A=arg\nARG B=1\nARG B\nENV R=$A$B';
    expect(get(configOf(text).env.get('R')?.value)).toBe('env1');
  });

  it('reads ARG X=${X}', () => {
    expect(get(configOf('ARG X=1\nFROM ubuntu\nARG X=${X}\nENV R=${X:-none}').env.get('R')?.value)).toBe('none');
    expect(get(configOf('FROM ubuntu\nENV X=5\nARG Y=${X}\nENV R=$Y').env.get('R')?.value)).toBe('5');
  });

  it('hands ENV and ARG on to stages built on a stage, not to others', () => {
    const text = 'FROM ubuntu AS a\nARG G=1\nENV E=2\nFROM a\nENV R=$G$E\n';
    expect(get(configOf(text).env.get('R')?.value)).toBe('12');
    expect(get(configOf(text.replace('FROM a\n', 'FROM ubuntu\n')).env.get('R')?.value)).toBe('');
  });

  it('knows the platform arguments only when told, and only where declared', () => {
    const text = 'FROM --platform=$TARGETPLATFORM ubuntu\nENV A=$TARGETARCH\nARG TARGETARCH\nENV B=$TARGETARCH';
    expect(settings(configOf(text).env)).toMatchObject({ A: '', B: UNKNOWN });
    expect(settings(configOf(text, { platform: 'linux/arm64' }).env)).toMatchObject({ A: '', B: 'arm64' });
    expect(get(parse(text, { platform: 'linux/arm64' }).target?.platform?.value)).toBe('linux/arm64');
    expect(get(parse(text).target?.platform?.value)).toBe(UNKNOWN);
    expect(
      get(configOf('FROM ubuntu\nARG BUILDARCH\nENV A=$BUILDARCH', { platform: 'linux/arm64' }).env.get('A')?.value),
    ).toBe(UNKNOWN);
  });

  it('does not know proxies and what an unknown base may set', () => {
    expect(get(configOf('FROM ubuntu\nENV A=$HTTP_PROXY').env.get('A')?.value)).toBe(UNKNOWN);
    expect(get(configOf('FROM mine\nENV A=$SOMETHING').env.get('A')?.value)).toBe(UNKNOWN);
    expect(get(configOf('FROM python\nENV A=$PYTHON_VERSION B=$LANG').env.get('A')?.value)).toBe(UNKNOWN);
    expect(get(configOf('FROM python\nENV A=$PYTHON_VERSION B=$LANG').env.get('B')?.value)).toBe('C.UTF-8');
  });

  it('substitutes where Docker does', () => {
    const dockerfile = parse(
      'FROM ubuntu\nENV A=/x\nCOPY $A ["b"\nCOPY ["$A", "b"]\nUSER ${NOPE}\nVOLUME $A\nRUN $A\nLABEL $A=1\n',
    );
    expect(values(find(dockerfile, 'COPY').words)[0]).toBe('/x');
    expect(values(find(dockerfile, 'COPY', 1).words)).toEqual(['/x', 'b']);
    expect(values(find(dockerfile, 'USER').words)).toEqual(['']);
    expect(values(find(dockerfile, 'VOLUME').words)).toEqual(['/x']);
    expect(values(find(dockerfile, 'RUN').words)).toEqual(['$A']);
    expect(get(find(dockerfile, 'LABEL').pairs[0]?.name.value)).toBe('/x');
  });

  it('keeps many variables apart', () => {
    const lines = Array.from({ length: 100 }, (_, i) => `ENV V${i}=${i}\nARG G${i}=g${i}`);
    const text = `FROM ubuntu\n${lines.join('\n')}\nENV R=$V0-$V99-$G0-$G99`;
    expect(get(configOf(text).env.get('R')?.value)).toBe('0-99-g0-g99');
  });
});
