import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../../server/src/shell/effects';
import { packagesOf } from '../../../../server/src/shell/packages';
import { shell } from './support';

const PIECES = [
  ...'a|chmod +x |find . -name |xargs |-exec |{} \\;|pip install |-r |conda |sed -i |tar x|-C |$(|)|(|{|}|$x|${x:-|;|&&|&|>'.split(
    '|',
  ),
  ...'>>|2>&1|if |then |fi |for x in |do |done |case x in |esac |;;|x() |[ |[[ |]] |=|A=1 |cd |bash -c |env |sudo |eval '.split(
    '|',
  ),
  ...'#|*|[|]|~/|R -e |install.packages(|printf |%s|git clone |curl -o |python -c |\u0000|é|😀| |-|--|"|`'.split('|'),
  ...["'s/\\r$//'", "'", '\\', '|', '||', '<<E', '\nE\n', '\n', '\r\n'],
];

/** The same sequence on every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return state / 0x80_00_00_00;
  };
}

describe('any mixture of shell syntax', () => {
  it('is read without an error, with ranges inside the text', () => {
    const next = random(42);
    for (let round = 0; round < 3000; round += 1) {
      const count = 1 + Math.floor(next() * 25);
      const text = Array.from({ length: count }, () => PIECES[Math.floor(next() * PIECES.length)] ?? '').join('');
      for (const command of shell(text)) {
        const ranges = [command.range, ...command.words.map((word) => word.range)];
        const inside = ranges.every(
          ({ start, end }) => start.character <= end.character && end.character <= text.length,
        );
        expect(inside, text).toBe(true);
        effectsOf(command);
        packagesOf(command, (path) => ({ path, text }));
      }
    }
  });

  it.each([
    "pip install '",
    'find . -exec ',
    'sed -i -e ',
    'printf "%s',
    'R -e "install.packages(',
    'chmod u+x,',
    'curl -o ',
    'a=b ',
    '[x',
    'pip install a[',
    '-',
    '\\r',
    'env ',
    'xargs ',
    'echo ',
    's/\\r',
  ])('does not hang on effects and packages of a lot of %j', (piece) => {
    const begin = performance.now();
    for (const prefix of [
      '',
      'pip install ',
      'sed -i ',
      'chmod ',
      'apt-get install ',
      'conda install ',
      'R -e ',
      'python ',
      'xargs ',
      'printf ',
    ]) {
      for (const command of shell(prefix + piece.repeat(5000))) {
        effectsOf(command);
        packagesOf(command, (path) => ({ path, text: piece.repeat(1000) }));
      }
    }
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
