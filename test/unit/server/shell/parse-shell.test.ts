import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../../server/src/known';
import { lines, plain, shell } from './support';

describe('words', () => {
  it('removes quotes and escapes', () => {
    expect(shell(`echo "a b" 'c $d' e\\ f g"h"'i' "\\$x \\q" $'t\\tn'`)[0]?.words.map(plain)).toEqual([
      'echo',
      'a b',
      'c $d',
      'e f',
      'ghi',
      '$x \\q',
      't\tn',
    ]);
  });

  it('gives each word its place', () => {
    const text = 'apt-get update && pip  install "a b"';
    const word = shell(text)[1]?.words[2];
    expect(word?.raw).toBe('"a b"');
    expect(word?.range).toEqual({ start: { line: 0, character: 31 }, end: { line: 0, character: 36 } });
    expect(shell(text)[1]?.range.start.character).toBe(18);
    expect(shell(text)[1]?.range.end.character).toBe(36);
  });

  it('substitutes what is known', () => {
    const env = { V: known('1.2'), S: known('a b'), E: known(''), U: unknown('it is a secret') };
    expect(lines(shell('x $V ${V} "$S" ${N:-d} ${E:-e} ${E-e} ${V:+y} ${N:+y} ${V%.*} ${V##*.} "$N"', env))).toEqual([
      'x 1.2 1.2 a b d e y 1 2 ',
    ]);
    expect(shell('x $S', env)[0]?.words).toHaveLength(3);
    expect(shell('x $N $E', env)[0]?.words).toHaveLength(1);
    expect(shell('x a$S', env)[0]?.words.map(plain)).toEqual(['x', 'aa', 'b']);
    expect(shell('x v$U', env)[0]?.words[1]?.value).toEqual({ known: false, why: 'it is a secret' });
  });

  it('does not know what commands print, calculations and what the shell sets', () => {
    const script = 'x $(cat a | grep "b)") `ls` $((1+2)) $1 $@ $HOME ~/x ${a/b/c} "$(echo ")")"';
    expect(lines(shell(script))).toEqual(['x ? ? ? ? ? ? ? ? ?']);
  });

  it('knows $(pwd) and $PWD', () => {
    expect(lines(shell('cd sub && x $(pwd)/a $PWD'))[1]).toBe('x /work/sub/a /work/sub');
  });

  it('marks patterns, not quoted ones', () => {
    expect(shell(`x *.sh a? [ab]c "*.sh" \\* [ pkg[extra]`)[0]?.words.map((word) => word.glob)).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('expands braces', () => {
    expect(lines(shell("mkdir -p /opt/ml/{input,model} {} ${X:-{a}} '{a,b}' {a}"))).toEqual([
      'mkdir -p /opt/ml/input /opt/ml/model {} {a} {a,b} {a}',
    ]);
  });
});

describe('lists', () => {
  it('splits at operators and says which', () => {
    expect(shell('a; b && c || d | e & f\ng').map((it) => [plain(it.words[0] ?? never()), it.after])).toEqual([
      ['a', 'start'],
      ['b', ';'],
      ['c', '&&'],
      ['d', '||'],
      ['e', '|'],
      ['f', '&'],
      ['g', ';'],
    ]);
  });

  it('leaves comments out', () => {
    expect(lines(shell('a # b && c\nd#e'))).toEqual(['a', 'd#e']);
  });

  it('reads redirects', () => {
    const [command] = shell('a > out 2>&1 >> log &> all 2>/dev/null < in >|f');
    expect(command?.redirects.map((it) => [it.operator, plain(it.target)])).toEqual([
      ['>', 'out'],
      ['2>&', '1'],
      ['>>', 'log'],
      ['&>', 'all'],
      ['2>', '/dev/null'],
      ['<', 'in'],
      ['>|', 'f'],
    ]);
    expect(lines(shell('pip install numpy>=1.0 a2>b'))).toEqual(['pip install numpy a2']);
  });

  it('keeps assignments for later and for one command only', () => {
    const [first, second, third, fourth] = shell('A=1; B=2 x $B; y $A$B; export C="c c"; z "$C"; unset A; w $A');
    expect(first?.assignments).toEqual([{ name: 'A', value: known('1') }]);
    expect(first?.words).toEqual([]);
    expect(second?.assignments).toEqual([{ name: 'B', value: known('2') }]);
    expect(second?.words.map(plain)).toEqual(['x']);
    expect(third?.words.map(plain)).toEqual(['y', '1']);
    expect(fourth?.words.map(plain)).toEqual(['export', 'C=c c']);
    expect(lines(shell('export C="c c"; z "$C"; unset C; w $C')).slice(1)).toEqual(['z c c', 'unset C', 'w']);
  });

  it('follows cd', () => {
    const cwd = (text: string): readonly string[] => shell(text).map((it) => (it.cwd.known ? it.cwd.value : '?'));
    expect(cwd('a && cd /opt/x && b && cd ../y && c && cd - && d')).toEqual([
      '/work',
      '/work',
      '/opt/x',
      '/opt/x',
      '/opt/y',
      '/opt/y',
      '/opt/x',
    ]);
    expect(cwd('(cd /x; a); b')).toEqual(['/work', '/x', '/work']);
    expect(cwd('cd $(f); b')).toEqual(['/work', '?']);
    expect(cwd('if t; then cd /x; fi; b')).toEqual(['/work', '/work', '?']);
    expect(cwd('pushd /x; a; popd; b')).toEqual(['/work', '/x', '/x', '/work']);
    expect(cwd('cd /x || exit 1; b')).toEqual(['/work', '/x', '/x']);
    expect(cwd('cd /x | a; b')).toEqual(['/work', '/work', '/work']);
    expect(cwd('cd; b')).toEqual(['/work', '?']);
  });

  it('no longer knows unset variables after a file was sourced', () => {
    expect(lines(shell('a $X; . ./env.sh; b $X'))).toEqual(['a', '. ./env.sh', 'b ?']);
  });
});

describe('compound commands', () => {
  it('reads conditions', () => {
    const commands = shell('if [ "$A" = x ]; then b; elif c; then d; else e; fi; f');
    expect(lines(commands)).toEqual(['[  = x ]', 'b', 'c', 'd', 'e', 'f']);
    expect(commands.map((it) => it.conditional)).toEqual([false, true, true, true, true, false]);
  });

  it('reads case, while, functions and groups', () => {
    const commands = shell(
      'case "$x" in a|b) one;; *) two; esac; while r; do s; done; f() { g; }; { h; }; function k { l; }',
    );
    expect(lines(commands)).toEqual(['one', 'two', 'r', 's', 'g', 'h', 'l']);
    expect(commands.map((it) => it.conditional)).toEqual([true, true, false, true, true, false, true]);
  });

  it('reads an arm that opens with a parenthesis and the rest of the script', () => {
    expect(lines(shell('case x in (a) one ;; (b) two ;; esac && three'))).toEqual(['one', 'two', 'three']);
  });

  it('unrolls loops over known words', () => {
    const commands = shell('for f in train serve; do chmod +x /opt/$f; echo done; done; x $f');
    expect(lines(commands)).toEqual(['chmod +x /opt/train', 'echo done', 'chmod +x /opt/serve', 'x serve']);
    expect(commands.every((it) => !it.conditional)).toBe(true);
  });

  it('keeps the pattern of a loop over a pattern', () => {
    const word = shell('for f in /opt/*.sh; do chmod +x "$f"; done')[0]?.words[2];
    expect(word).toMatchObject({ glob: true, value: known('/opt/*.sh') });
  });

  it('does not know the values of other loops', () => {
    const commands = shell('for f in $(ls); do chmod +x $f; done; x $f');
    expect(lines(commands)).toEqual(['chmod +x ?', 'x ?']);
    expect(commands.map((it) => it.conditional)).toEqual([true, false]);
  });

  it('forgets what a branch may have changed', () => {
    expect(lines(shell('A=1; if t; then A=2; fi; x $A'))).toEqual(['', 't', '', 'x ?']);
    expect(lines(shell('A=1; if t; then A=1; fi; x $A'))[3]).toBe('x 1');
    expect(lines(shell('(A=1); x $A'))[1]).toBe('x');
  });

  it('tells what may be passed over', () => {
    const conditional = (text: string): readonly boolean[] => shell(text).map((it) => it.conditional);
    expect(conditional('a && b || true')).toEqual([false, true, true]);
    expect(conditional('a || b && c')).toEqual([false, true, false]);
    expect(conditional('a || true; c')).toEqual([false, true, false]);
    expect(conditional('[ -f x ] && chmod +x x; c')).toEqual([false, true, false]);
    expect(conditional('test -f x && chmod +x x')).toEqual([false, false]);
    expect(conditional('a && b; c')).toEqual([false, false, false]);
    expect(conditional('(a && b)')).toEqual([false, false]);
  });

  it('takes [[ … ]] as one word', () => {
    expect(lines(shell('if [[ $a == b && ( -f c || $d < e ) ]]; then f; fi'))[1]).toBe('f');
  });

  it('takes arrays and process substitution as words', () => {
    expect(lines(shell('a=(b c); d <(e; f) g'))).toEqual(['', 'd <(e; f) g']);
  });
});

describe('nested scripts', () => {
  it('puts the commands of bash -c in its place, with exact ranges', () => {
    const text = `/bin/bash -o pipefail -lc 'cd /x && pip install a' && b`;
    const commands = shell(text);
    expect(lines(commands)).toEqual(['cd /x', 'pip install a', 'b']);
    expect(commands[1]?.range.start.character).toBe(text.indexOf('pip install'));
    expect(commands[2]?.cwd).toEqual(known('/work'));
    expect(lines(shell('sudo -E bash -c "x; y $Z"', { Z: known('z') }))).toEqual(['x', 'y z']);
    expect(lines(shell('su - me -c "x y"'))).toEqual(['x y']);
  });

  it('leaves scripts and unknown ones as they are', () => {
    expect(lines(shell('bash x.sh -c a; bash -c "$(f)"; curl u | bash'))).toEqual([
      'bash x.sh -c a',
      'bash -c ?',
      'curl u',
      'bash',
    ]);
  });

  it('reads heredocs', () => {
    const text = "cat <<EOF > /x && b\nline $A $N\n\\$k\nEOF\nbash -e <<'E2'\npip install $P\nE2\nc";
    const commands = shell(text, { A: known('1') });
    expect(lines(commands)).toEqual(['cat', 'b', 'pip install', 'c']);
    expect(commands[0]?.stdin).toBe('line 1 \n$k\n');
    expect(commands[0]?.redirects.map((it) => it.operator)).toEqual(['>']);
    expect(commands[2]?.range.start.character).toBe(text.indexOf('pip'));
    expect(shell('cat <<-E\n\ta\n\tE\nb')[0]?.stdin).toBe('a\n');
    expect(shell('cat <<< "a b"')[0]?.stdin).toBe('a b\n');
    expect(shell('cat <<E\nnever closed')[0]?.stdin).toBe('never closed');
  });

  it('runs a heredoc without a command, unless it is for another interpreter', () => {
    expect(lines(shell('<<EOF\na\nb\nEOF\n'))).toEqual(['a', 'b']);
    expect(lines(shell('<<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n'))).toEqual(['']);
    expect(lines(shell('python3 <<EOF\nimport os\nEOF\n'))).toEqual(['python3']);
  });
});

describe('any text', () => {
  const odd = [
    '',
    '&&',
    '|| a',
    '(((((',
    ')))',
    'if',
    'if a',
    'then',
    'fi fi',
    'done; a',
    'case',
    'case x in',
    'case x in a',
    'for',
    'for x in',
    'for ((i=0;i<3;i++)); do a; done',
    'f()',
    'f() f() f()',
    '"',
    "'",
    '`',
    '$(',
    '${',
    '${}',
    '$',
    '\\',
    'a <<',
    '<<EOF',
    'a >',
    '> >',
    '{ a',
    '}',
    '!',
    '! !',
    ';;',
    'a ;; b',
    '\u0000\uffff',
    '[[',
    'x=(',
    '$((',
    "$'",
    '$"',
    'a\r\nb\r\n',
    '<(',
    'a & && b',
    'function',
    'function f',
    'while',
    'until a; do',
    '${a:-${b:-${c}}}',
    '&>',
    '2>&',
    'select x in a; do b; done',
  ];
  it.each(odd)('takes %j', (text) => {
    for (const command of shell(text)) {
      expect(command.range.start.character).toBeGreaterThanOrEqual(0);
      expect(command.range.end.character).toBeLessThanOrEqual(text.length);
      expect(command.range.end.character).toBeGreaterThanOrEqual(command.range.start.character);
    }
  });

  it('goes on after what it does not understand', () => {
    expect(lines(shell('done; a; ) b; fi; c'))).toEqual(['a', 'b', 'c']);
  });

  it.each([
    '(',
    '$(',
    '"$(',
    '{ ',
    'if a; then ',
    '${a:-',
    '[',
    "a='",
    'a=$a$a$a; ',
    'for x in 1 2 3 4 5 6 7 8 9; do ',
    '[ a ] && ',
    'a | ',
    'f() ',
    'case x in a) ',
    '\\',
    '<<E ',
    '`',
    '{a,',
    'bash -c "',
    'A=1 x;cd b;(',
    '!',
    '#',
    'a[[',
  ])('does not hang on a lot of %j', (piece) => {
    const begin = performance.now();
    shell(piece.repeat(20_000));
    expect(performance.now() - begin).toBeLessThan(4000);
  });
});

function never(): never {
  throw new Error('a command without words');
}

describe('heredocs for shells', () => {
  it('sets variables inside, and keeps escaped dollars for the inner shell', () => {
    expect(lines(shell('bash <<EOF\nA=1\nx $A\nEOF\n'))).toEqual(['', 'x 1']);
    expect(lines(shell('bash <<EOF\nA=1\nx \\$A\nEOF\n'))).toEqual(['', 'x 1']);
    expect(lines(shell("bash <<'EOF'\nx \\$A\nEOF\n"))).toEqual(['x $A']);
    expect(lines(shell('<<EOF\nx \\$A\nEOF\n'))).toEqual(['x $A']);
    expect(lines(shell('bash <<< "a; b"'))).toEqual(['a', 'b']);
  });
});
