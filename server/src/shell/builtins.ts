import type { Known } from '../known';
import { known, unknown } from '../known';
import { resolvePath } from './paths';
import { program } from './program';
import type { Scope } from './scope';
import { findVariable, setVariable } from './scope';
import type { ShellCommand, ShellWord } from './types';

/** What a builtin changes in the shell itself: the directory, variables. */
export function applyBuiltin(command: ShellCommand, scope: Scope): void {
  const [first, ...args] = command.words;
  const name = first?.value.known === true ? first.value.value : undefined;
  switch (name === 'command' || name === 'builtin' ? (program(command).name ?? '') : (name ?? '')) {
    case 'cd':
      changeDirectory(args, scope);
      return;
    case 'pushd':
      scope.directories.push(scope.cwd);
      changeDirectory(args, scope);
      return;
    case 'popd':
      scope.cwd = scope.directories.pop() ?? unknown('`popd` has no directory to return to');
      return;
    case 'export':
    case 'declare':
    case 'typeset':
    case 'local':
    case 'readonly':
      args.forEach((word) => {
        declare(word, scope);
      });
      return;
    case 'unset':
      args.forEach((word) => {
        eachName(word, (variable) => {
          setVariable(scope, variable, undefined);
        });
      });
      return;
    case 'read':
    case 'getopts':
    case 'mapfile':
    case 'readarray':
      args.forEach((word) => {
        eachName(word, (variable) => {
          setVariable(scope, variable, unknown(`\`$${variable}\` is read when the script runs`));
        });
      });
      return;
    case '.':
    case 'source':
    case 'eval':
      scope.opaque = true;
  }
}

function eachName(word: ShellWord, act: (name: string) => void): void {
  if (word.value.known && /^[A-Za-z_]\w*$/.test(word.value.value)) {
    act(word.value.value);
  }
}

function declare(word: ShellWord, scope: Scope): void {
  if (!word.value.known) {
    const name = /^["']?([A-Za-z_]\w*)=/.exec(word.raw.slice(0, 300))?.[1];
    if (name !== undefined) {
      setVariable(scope, name, word.value);
    }
    return;
  }
  const match = /^([A-Za-z_]\w*)(\+?)=(.*)$/s.exec(word.value.value);
  if (match?.[1] !== undefined) {
    setVariable(scope, match[1], match[2] === '' ? known(match[3] ?? '') : unknown('it is put together in the script'));
  }
}

function changeDirectory(args: readonly ShellWord[], scope: Scope): void {
  const target = args.find(
    (word) => !(word.value.known && /^-[LPe@]*-?$/.test(word.value.value) && word.value.value !== '-'),
  );
  const before = scope.cwd;
  scope.cwd = directory(target, scope);
  setVariable(scope, 'OLDPWD', before);
}

function directory(target: ShellWord | undefined, scope: Scope): Known<string> {
  if (target === undefined) {
    return unknown('`cd` goes to the home directory of the user');
  }
  if (target.glob) {
    return unknown(`\`cd ${target.raw.slice(0, 60)}\` follows a pattern`);
  }
  if (target.value.known && target.value.value === '-') {
    return findVariable(scope, 'OLDPWD').value ?? unknown('`cd -` has no directory to return to');
  }
  if (target.value.known && target.value.value === '') {
    return scope.cwd;
  }
  return resolvePath(scope.cwd, target.value);
}
