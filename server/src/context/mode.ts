import type { Tri } from './types';

/** Whether a file can be executed after `chmod MODE`, given whether it could before. Octal and symbolic modes. */
export function executableAfter(mode: string, before: Tri): Tri {
  if (/^[0-7]{1,5}$/.test(mode)) return (parseInt(mode, 8) & 0o111) === 0 ? 'no' : 'yes';
  let state = before;
  for (const clause of mode.split(',')) {
    const who = /^[ugoa]*/.exec(clause)?.[0] ?? '';
    const actions = clause.slice(who.length);
    if (!/^(?:[-+=][rwxXstugo]*)+$/.test(actions)) return 'unknown';
    const everyone = who === '' || who.includes('a') || ['u', 'g', 'o'].every((it) => who.includes(it));
    for (const action of actions.match(/[-+=][^-+=]*/g) ?? []) state = actOn(state, action, everyone);
  }
  return state;
}

/** What the file system says as a three-valued answer. */
export function triOf(executable: boolean | undefined): Tri {
  if (executable === undefined) return 'unknown';
  return executable ? 'yes' : 'no';
}

function actOn(before: Tri, action: string, everyone: boolean): Tri {
  const permissions = action.slice(1);
  // `X` gives execution only to what has it already; `g=u` copies what another one has.
  const keeps = /[Xugo]/.test(permissions);
  if (permissions.includes('x')) {
    if (!action.startsWith('-')) return 'yes';
    return everyone || before === 'no' ? 'no' : 'unknown';
  }
  if (!action.startsWith('=') || keeps || before === 'no') return before;
  return everyone ? 'no' : 'unknown';
}
