import type { Range } from 'vscode-languageserver-types';
import { describe, expect, it, vi } from 'vitest';
import type { Dockerfile } from '../../../../server/src/dockerfile/types';
import { parse } from './helpers';

const SAMPLES = [
  '# syntax=docker/dockerfile:1\nARG V=3\nFROM python:${V:-3} AS a\nENV PATH="/opt/program:${PATH}" A=b\nRUN --mount=type=cache,target=/x \\\n  # c\n  pip install "x<2" \\\n  && y\nONBUILD COPY . /x\nFROM a\nCOPY --from=a ["a b", "/c"]\nENTRYPOINT ["python", "serve"]\n',
  '\uFEFF# escape=`\r\nFROM ubuntu\r\nRUN <<EOF cat <<-"B"\r\n\tx `\r\nEOF\r\n\tB\r\nLABEL a=b `\r\n "c"=\'d\'\r\nHEALTHCHECK --interval=1s CMD x\r\nWORKDIR ${A//\\//-}\r\n',
];
const PIECES = [
  '\n',
  '\r',
  '\\\n',
  '"',
  "'",
  '$',
  '${',
  '}',
  '[',
  '<<E ',
  '\u0000',
  '\u0001',
  '#',
  '=',
  '--',
  'FROM ',
  'ONBUILD ',
  '\ud800',
  '`',
  ' ',
];

function everyRange(dockerfile: Dockerfile): Range[] {
  const ranges = [...dockerfile.comments, ...dockerfile.directives].map((it) => it.range);
  for (const it of dockerfile.instructions) {
    ranges.push(
      it.range,
      it.keywordRange,
      ...it.words.map((word) => word.range),
      ...it.pairs.map((pair) => pair.range),
    );
    ranges.push(...it.flags.flatMap((flag) => (flag.value ? [flag.range, flag.value.range] : [flag.range])));
    ranges.push(...it.heredocs.flatMap((heredoc) => [heredoc.range, heredoc.contentRange]));
  }
  return ranges;
}

function check(text: string): void {
  const dockerfile = parse(text);
  expect(dockerfile.code).toHaveLength(text.length);
  const end = dockerfile.positionAt(text.length);
  for (const range of everyRange(dockerfile)) {
    const [from, to] = [dockerfile.offsetAt(range.start), dockerfile.offsetAt(range.end)];
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(range.end.line < end.line || (range.end.line === end.line && range.end.character <= end.character)).toBe(
      true,
    );
  }
  for (const stage of dockerfile.stages) {
    const { config, lineage } = stage;
    expect(lineage.length).toBeGreaterThan(0);
    expect([config.env, config.labels, config.path, config.surePath]).toBeDefined();
    for (const instruction of stage.instructions) {
      for (const word of instruction.words) expect(typeof word.value.known).toBe('boolean');
      expect(stage.configAt(instruction).workdir).toBeDefined();
    }
  }
  expect(typeof dockerfile.wellFormed).toBe('boolean');
}

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('any text', () => {
  it('never throws and keeps ranges inside when samples are cut and mixed', () => {
    const next = numbers(42);
    for (let round = 0; round < 1500; round++) {
      let text = SAMPLES[round % SAMPLES.length] ?? '';
      for (let change = next(4); change >= 0; change--) {
        const from = next(text.length + 1);
        text = text.slice(0, from) + (PIECES[next(PIECES.length)] ?? '') + text.slice(from + next(12));
      }
      check(text);
    }
  });

  it.each([
    '',
    ' ',
    '\\',
    '\\\n',
    '#',
    '<<',
    'RUN <<',
    'RUN <<-"\n\n"',
    'FROM',
    'ONBUILD',
    'ENV',
    'ENV A',
    'CMD [',
    '\u0000\u0001\u0002',
    'FROM a\rRUN b',
  ])('reads %j', (text) => {
    check(text);
  });

  it('does not need Node', () => {
    vi.stubGlobal('Buffer', undefined);
    try {
      expect(parse('FROM python\nRUN x\n').instructions).toHaveLength(2);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it.each([
    ['a long continuation', `FROM a\nRUN ${'a \\\n'.repeat(30_000)}`],
    ['many heredocs', `FROM a\nRUN ${'<<EOF '.repeat(10_000)}\n${'x\n'.repeat(10_000)}`],
    ['deep braces', `FROM a\nENV A=${'${a:-'.repeat(50_000)}`],
    ['many quotes', `FROM a\nENV A=${'"\\"'.repeat(50_000)}`],
    ['many escapes', `FROM a\nRUN ${'\\ '.repeat(100_000)}`],
    ['many stages', 'FROM a AS b\n#\n'.repeat(20_000)],
    ['a long pattern', `FROM ubuntu\nENV A=${'a'.repeat(50_000)}\nENV B=\${A#${'*a'.repeat(20_000)}b} C=\${A//*a*b/x}`],
    ['too much', 'FROM a\n'.repeat(200_000)],
  ])('is quick with %s', (_name, text) => {
    const start = performance.now();
    const dockerfile = parse(text);
    for (const instruction of dockerfile.instructions) {
      for (const { value } of instruction.pairs) expect(typeof value?.value.known).not.toBe('string');
      expect(instruction.words.length + instruction.heredocs.length).toBeGreaterThanOrEqual(0);
    }
    expect(dockerfile.target?.config.env.size ?? 0).toBeLessThan(5);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
