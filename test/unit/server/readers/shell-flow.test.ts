import { describe, expect, it } from 'vitest';
import { flowOf } from '../../../../server/src/readers/shell-flow';

/** The commands that run with these arguments; `?` marks those that may not. */
const run = (text: string, ...args: string[]): string[] =>
  flowOf(text, args).commands.map((it) => `${it.top ? '' : '?'}${it.words.map((word) => word.text).join(' ')}`);

describe('flowOf', () => {
  it.each<[string, string, string[], string[]]>([
    ['all arguments', 'a "$@"', ['x', 'y'], ['a x y']],
    ['the rest of them', 'a "${@:2}"', ['x', 'y'], ['a y']],
    ['all, or a default', 'a "${@:-z}"', ['x', 'y'], ['a x y']],
    ['none, and a default', 'a "${@:-z}"', [], ['a z']],
    ['one of them', 'a $2 ${1}', ['x', 'y'], ['a y x']],
    ['one that is not there', 'a "${3:-z}"', ['x'], ['a z']],
    ['their number', 'a $#', ['x', 'y'], ['a 2']],
    ['quoted for good', "a '$1'", ['x'], ['a $1']],
    ['shifted', 'shift\na $1', ['x', 'y'], ['shift', 'a y']],
    ['set anew', 'set -- p "$1"\na "$@"', ['x'], ['set -- p x', 'a p x']],
    ['kept in a variable', 'm=${1:-d}\na $m', ['x'], ['m=x', 'a x']],
    ['kept in a variable, with a default', 'm=${1:-d}\na $m', [], ['m=d', 'a d']],
    ['an if that holds', 'if [ "$1" = x ]; then a; else b; fi', ['x'], ['a']],
    ['an if that does not', 'if [ "$1" = x ]; then a; else b; fi', ['y'], ['b']],
    ['an if that may', 'if [ -f x ]; then a; else b; fi', [], ['?a', '?b']],
    ['elif', 'if [ "$1" = x ]; then a; elif [ "$1" = y ]; then b; else c; fi', ['y'], ['b']],
    ['elif after a maybe', 'if [ -f x ]; then a; elif [ "$1" = y ]; then b; else c; fi', ['y'], ['?a', '?b']],
    ['a negated if', 'if ! [ "$1" = x ]; then a; else b; fi', ['x'], ['b']],
    ['double brackets', 'if [[ $1 == "x" ]]; then a; fi', ['x'], ['a']],
    ['a pattern in double brackets', 'if [[ $1 == x* ]]; then a; fi', ['xyz'], ['a']],
    ['no pattern in single ones', 'if [ "$1" = "x*" ]; then a; fi', ['xyz'], []],
    ['or', 'if [[ "$1" = x || "$1" = y ]]; then a; fi', ['y'], ['a']],
    ['and', 'if [ -n "$1" -a "$1" != y ]; then a; fi', ['y'], []],
    ['empty', 'if [ -z "$1" ]; then a; fi', [], ['a']],
    ['counted', 'if [ $# -gt 1 ]; then a; fi', ['x'], []],
    ['a case', 'case "$1" in x|y) a ;; *) b ;; esac', ['y'], ['a']],
    ['the other arm', 'case "$1" in x|y) a ;; *) b ;; esac', ['z'], ['b']],
    ['a case without an arm', 'case "$1" in x) a ;; esac', ['z'], []],
    ['a case on something else', 'case "$X" in x) a ;; *) b ;; esac', [], ['?a', '?b']],
    ['a pattern that is not known', 'case "$1" in $X) a ;; *) b ;; esac', ['z'], ['?a', 'b']],
    ['&&', '[ "$1" = x ] && a', ['y'], []],
    ['||', '[ "$1" = x ] || a', ['y'], ['a']],
    ['after a command of unknown end', 'a && b', [], ['a', '?b']],
    ['an end', '[ "$1" = x ] && exit 0\na', ['x'], ['exit 0']],
    ['an exec', 'exec a\nb', [], ['exec a']],
    ['an end that may come', 'if [ -f x ]; then exit 1; fi\na', [], ['?exit 1', 'a']],
    ['an end in a subshell', '(exit 1)\na', [], ['exit 1', 'a']],
    ['an end behind a pipe', 'b | exit 1\na', [], ['?b', '?exit 1', 'a']],
    ['a function that is called', 'f() { a "$1"; }\nf z', ['x'], ['a z']],
    ['a function that is not', 'f() { a; }\nb', [], ['b']],
    ['a function that returns', 'f() { return; a; }\nf\nb', [], ['return', 'b']],
    ['a function that calls itself', 'f() { f; }\nf', [], ['f']],
    ['a loop that shifts', 'while [ $# -gt 0 ]; do a $1; shift; done\nb $1', ['x'], ['?a $1', '?shift', 'b $1']],
    ['a loop that does not', 'for i in 1 2; do a; done\nb $1', ['x'], ['?a', 'b x']],
  ])('%s', (_title, text, args, commands) => {
    expect(run(text, ...args)).toEqual(commands);
  });

  it('tells which argument a word is', () => {
    const [command] = flowOf('a "$2" "x$1" $1', ['p', 'q']).commands;
    expect(command?.words.map((it) => it.argument)).toEqual([undefined, 1, undefined, 0]);
  });

  it.each<[string, boolean]>([
    ['a', false],
    ['. ./lib.sh', true],
    ['source lib.sh', true],
    ['eval "$X"', true],
    ['$CMD x', true],
    ['"$1" x', false],
    ['case "$1" in x) a ;& y) b ;; esac', true],
    ['if [ "$1" = y ]; then eval x; fi', false],
  ])('%s may run anything: %s', (text, opaque) => {
    expect(flowOf(text, ['x']).opaque).toBe(opaque);
  });

  it('ends on any text', () => {
    for (const text of [
      'f() { f; f; }\nf',
      '$1'.repeat(5000),
      'if [ '.repeat(3000),
      'case $1 in '.repeat(3000),
      '('.repeat(9000),
    ]) {
      expect(() => flowOf(text, ['x'])).not.toThrow();
    }
    expect(flowOf('a\n'.repeat(5000), []).opaque).toBe(true);
  });
});
