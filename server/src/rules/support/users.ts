import type { Subject } from '../../subject';
import { program } from '../../shell/program';
import { optionValue, splitArguments, textOf } from '../../shell/options';

/** `root`, `0`, `root:root`, `0:0`, and no USER at all. */
export function isRoot(user: string | undefined): boolean {
  return user === undefined || /^(?:root|0+)(?::|$)/.test(user);
}

/** `1000:100` as its two parts. */
export function userAndGroup(user: string): readonly [string, string | undefined] {
  const at = user.indexOf(':');
  return at < 0 ? [user, undefined] : [user.slice(0, at), user.slice(at + 1)];
}

const VALUED =
  /^-[bcdefgGkKlprsuGEhIZ]$|^--(?:uid|gid|group|groups|home|home-dir|base-dir|shell|comment|gecos|ingroup|password|skel|key|firstuid|lastuid|expiredate|inactive|conf)$/;

/** The number of a user: the user itself when it is one, else what `useradd -u` gave it; undefined when not known. */
export function uidOf(subject: Subject, user: string): number | undefined {
  if (/^\d{1,10}$/.test(user)) return Number(user);
  let uid: number | undefined;
  for (const command of subject.commands) {
    const { name, args } = program(command);
    if (name !== 'useradd' && name !== 'adduser' && name !== 'usermod') continue;
    const split = splitArguments(args, VALUED);
    if (!split.operands.some((it) => textOf(it) === user)) continue;
    const option = optionValue(split, /^(?:-u|--uid)$/);
    const text = textOf(option);
    // A later command that may change it, in a way that isn't known, makes the number unknown.
    if (option || name !== 'usermod')
      uid = text !== undefined && /^\d{1,10}$/.test(text) && !command.conditional ? Number(text) : undefined;
  }
  return uid;
}
