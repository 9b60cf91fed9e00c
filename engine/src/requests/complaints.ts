import { textAt } from './json-value';
import type { Complaint } from './located-json';
import { shorten } from './located-json';

/** Something that can't work. */
export function error(pointer: string, message: string, atName = false): Complaint {
  return { pointer, severity: 'error', message, atName };
}

/** Something that AWS refuses but this machine can run. */
export function warning(pointer: string, message: string, atName = false): Complaint {
  return { pointer, severity: 'warning', message, atName };
}

/** Names that must be different. */
export function duplicates(
  items: readonly unknown[],
  member: string,
  { pointer, what }: { readonly pointer: string; readonly what: string },
): readonly Complaint[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const name = textAt(item, member);
    if (name === undefined || name === '') return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `There is already ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what} \`${shorten(name)}\`: give this one another name.`;
    return [error(`${pointer}/${index}/${member}`, message)];
  });
}
