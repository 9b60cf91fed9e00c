import type { Instruction } from '../dockerfile/types';
import { copyWords, flagOf, heredocOf, isCopy, isGit, isUrl } from './copy-words';
import { compileGlob, globMatches, hasWildcard } from './glob';
import { dirName, isWithin, joinInside } from './paths';

/**
 * Whether an instruction may take a file of the build context: by COPY or ADD, or by a mount of RUN. What is not known
 * may. `path` is relative to the context.
 */
export function takesFile(instruction: Instruction, path: string): boolean {
  const inContext = joinInside('/', path);
  const sources = isCopy(instruction) ? copySources(instruction) : mountSources(instruction);
  return sources.some((source) => source === undefined || covers(joinInside('/', source), inContext));
}

/** The stages or images from which an instruction takes files; undefined: not known. */
export function takenFrom(instruction: Instruction): readonly (string | undefined)[] {
  const from = isCopy(instruction) ? flagOf(instruction, 'from') : undefined;
  const copied = from === undefined ? [] : [from.value?.value.known === true ? from.value.value.value : undefined];
  const mounted = mountsOf(instruction).flatMap((mount) => {
    if (mount === undefined) return [undefined];
    const stage = mount.get('from');
    return stage === undefined ? [] : [stage];
  });
  return [...copied, ...mounted];
}

function copySources(instruction: Instruction): readonly (string | undefined)[] {
  if (flagOf(instruction, 'from') !== undefined) return [];
  return (copyWords(instruction)?.sources ?? []).flatMap((word) => {
    if (heredocOf(instruction, word)) return [];
    if (!word.value.known) return [undefined];
    const { value } = word.value;
    return isUrl(value) || isGit(value) ? [] : [value];
  });
}

function mountSources(instruction: Instruction): readonly (string | undefined)[] {
  return mountsOf(instruction).flatMap((mount) => {
    if (mount === undefined) return [undefined];
    const isBind = (mount.get('type') ?? 'bind') === 'bind' && !mount.has('from');
    return isBind ? [mount.get('source') ?? mount.get('src') ?? '.'] : [];
  });
}

/** Undefined: what is mounted is not known. */
function mountsOf({ flags }: Instruction): readonly (ReadonlyMap<string, string> | undefined)[] {
  return flags
    .filter(({ name }) => name === 'mount')
    .map(({ value }) => {
      if (value?.value.known !== true) return undefined;
      const options = value.value.value.split(',').map((option): [string, string] => {
        const equals = option.indexOf('=');
        return equals < 0 ? [option, ''] : [option.slice(0, equals), option.slice(equals + 1)];
      });
      return new Map(options);
    });
}

function covers(source: string, path: string): boolean {
  if (!hasWildcard(source)) return isWithin(path, source);
  const glob = compileGlob(source, true);
  if (glob === undefined) return true;
  for (let at = path; at !== '/'; at = dirName(at)) if (globMatches(glob, at)) return true;
  return false;
}
