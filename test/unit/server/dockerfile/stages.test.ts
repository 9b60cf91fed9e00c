import { describe, expect, it } from 'vitest';
import { at, configOf, find, get, parse, UNKNOWN } from './helpers';

describe('stages', () => {
  it('follows names in any case to the root', () => {
    const dockerfile = parse(
      'FROM python:3 AS Base\nRUN a\nFROM base as mid\nRUN b\nFROM ubuntu AS other\nFROM MID\nRUN c\n',
    );
    const [base, mid, , last] = dockerfile.stages;
    expect(dockerfile.stages.map((it) => it.name)).toEqual(['base', 'mid', 'other', undefined]);
    expect(base && base.nameRange && at(dockerfile, base.nameRange)).toBe('Base');
    expect(last?.parent).toBe(mid);
    expect(last?.root).toBe(base);
    expect(get(last?.base.reference)).toBe('python:3');
    expect(last?.base.row?.id).toBe('python');
    expect(last?.lineage.filter((it) => it.keyword === 'RUN').map((it) => it.argumentsText)).toEqual(['a', 'b', 'c']);
    expect(last?.instructions.map((it) => it.keyword)).toEqual(['FROM', 'RUN']);
    expect(base?.root).toBe(base);
  });

  it('takes the last stage unless told otherwise', () => {
    const text = 'FROM a AS One\nFROM b AS two\nFROM c\n';
    expect(parse(text).target?.index).toBe(2);
    expect(parse(text, { target: 'ONE' }).target?.index).toBe(0);
    expect(parse(text, { target: '1' }).target?.index).toBe(1);
    expect(parse(text, { target: 'nope' }).target?.index).toBe(2);
    expect(parse(text, { target: '7' }).target?.index).toBe(2);
    expect(parse('RUN x').target).toBeUndefined();
  });

  it('resolves the stage behind a variable', () => {
    const text = 'ARG DEVICE=gpu\nFROM python AS branch-cpu\nFROM ubuntu AS branch-gpu\nFROM branch-${DEVICE}\n';
    expect(parse(text).target?.parent?.name).toBe('branch-gpu');
    expect(parse(text, { buildArguments: { DEVICE: 'cpu' } }).target?.parent?.name).toBe('branch-cpu');
  });

  it('does not know the base behind an argument without a value', () => {
    expect(get(parse('ARG X\nFROM ${X}').target?.base.reference)).toBe(UNKNOWN);
    expect(get(parse('FROM ${X}').target?.base.reference)).toBe(UNKNOWN);
    expect(get(parse('FROM').target?.base.reference)).toBe(UNKNOWN);
    expect(
      get(parse('FROM ${X:-python:3}').target?.base.row?.id === 'python' ? { known: true, value: 'ok' } : undefined),
    ).toBe('ok');
    expect(get(parse('FROM python@sha256:abc').target?.base.reference)).toBe('python@sha256:abc');
  });

  it('does not take a stage for its own parent, nor one that comes later', () => {
    const [first, second] = parse('FROM python AS python\nFROM later\nFROM ubuntu AS later').stages;
    expect([first?.parent, second?.parent]).toEqual([undefined, undefined]);
  });

  it('separates global arguments from the stages', () => {
    const dockerfile = parse('ARG A\nARG B=1\nFROM ubuntu\nARG C\n');
    expect(dockerfile.globalArgs.map((it) => it.argumentsText)).toEqual(['A', 'B=1']);
    expect(dockerfile.instructions.map((it) => [it.index, it.stage])).toEqual([
      [0, -1],
      [1, -1],
      [2, 0],
      [3, 0],
    ]);
  });

  it('runs ONBUILD in the next stage only', () => {
    const text = 'FROM ubuntu AS a\nONBUILD ENV X=1\nONBUILD ENTRYPOINT ["t"]\nFROM a AS b\nENV Y=$X\nFROM b\n';
    const [a, b, c] = parse(text).stages;
    expect(get(a?.config.entrypoint.value)).toBeUndefined();
    expect(a?.lineage.map((it) => it.keyword)).toEqual(['FROM']);
    expect(b?.lineage.map((it) => it.keyword)).toEqual(['FROM', 'FROM', 'ENV', 'ENTRYPOINT', 'ENV']);
    expect(b && get(b.config.entrypoint.value)).toMatchObject({ text: '["t"]' });
    expect(b && get(b.config.env.get('Y')?.value)).toBe('1');
    expect(c?.lineage.filter((it) => it.onbuild)).toHaveLength(2);
    expect(a?.config.env.has('X')).toBe(false);
  });
});

describe('configAt', () => {
  it('is what holds just before the instruction', () => {
    const dockerfile = parse('FROM ubuntu AS a\nWORKDIR /one\nRUN x\nFROM a\nENV A=1\nRUN y\nWORKDIR two\nENV A=2\n');
    const { target } = dockerfile;
    const before = (nth: number) => target?.configAt(find(dockerfile, 'RUN', nth));
    expect(get(before(0)?.workdir.value)).toBe('/one');
    expect(before(0)?.env.has('A')).toBe(false);
    expect(get(before(1)?.env.get('A')?.value)).toBe('1');
    expect(get(target?.config.env.get('A')?.value)).toBe('2');
    expect(get(target?.config.workdir.value)).toBe('/one/two');
    expect(target?.configAt(find(dockerfile, 'RUN', 1))).toBe(before(1));
    expect(get(target?.configAt(find(dockerfile, 'FROM', 1)).workdir.value)).toBe('/one');
  });

  it('has the PATH of that point', () => {
    const dockerfile = parse('FROM mine\nRUN x\nENV PATH=/opt/program:$PATH\nRUN y\n');
    const sure = (nth: number) => dockerfile.target?.configAt(find(dockerfile, 'RUN', nth)).surePath[0];
    expect([sure(0), sure(1)]).toEqual(['/usr/local/sbin', '/opt/program']);
  });
});

it('has no configuration to speak of for an unknown base', () => {
  const config = configOf('FROM mine');
  expect([config.entrypoint, config.cmd, config.user, config.workdir, config.path].map((it) => it.value.known)).toEqual(
    [false, false, false, false, false],
  );
  expect([config.envComplete, config.labelsComplete]).toEqual([false, false]);
});
