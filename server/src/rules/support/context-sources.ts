import { isIgnored, hasExceptions, walkFolder } from '../../context/walk-folder';
import { copyWords, flagOf, heredocOf, isCopy, isGit, isUrl } from '../../context/copy-words';
import { expandSource } from '../../context/expand-sources';
import { hasWildcard } from '../../context/glob';
import type { Instruction, Word } from '../../dockerfile/types';
import { memoLast } from '../../lazy';
import type { Subject } from '../../subject';
import { builtStages } from './built-stages';

/** A source of COPY or ADD that must lie in the build context, in any stage that is built. */
export interface ContextSource {
  readonly instruction: Instruction;
  readonly word: Word;
  readonly pattern: string;
}

export const contextSourcesOf = memoLast((subject: Subject): readonly ContextSource[] =>
  builtStages(subject)
    .flatMap((stage) => stage.instructions)
    .filter((it) => isCopy(it) && !flagOf(it, 'from'))
    .flatMap((instruction) =>
      (copyWords(instruction)?.sources ?? []).flatMap((word) => {
        const pattern = word.value.known && !heredocOf(instruction, word) ? word.value.value : '';
        return pattern === '' || isUrl(pattern) || isGit(pattern) ? [] : [{ instruction, word, pattern }];
      }),
    ),
);

/** Does the path lead out of the context at any point (`../x`, `a/../../x`)? */
export function climbsOut(pattern: string): boolean {
  let depth = 0;
  for (const part of pattern.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** `missing` and `ignored` are claimed only of a literal source, and only when the context is known for sure. */
export function stateOf(source: ContextSource, subject: Subject): 'found' | 'missing' | 'ignored' | 'unknown' {
  const { context } = subject;
  const { pattern, instruction } = source;
  if (context.root === undefined || !context.reliable || hasWildcard(pattern) || flagOf(instruction, 'parents'))
    return 'unknown';
  const [path] = expandSource(context.fs, context.root, pattern);
  if (path === undefined) return 'missing';
  if (!isIgnored(context, path)) return 'found';
  const isFolder = context.fs.stat(path)?.type === 'directory';
  return isFolder && hasExceptions(context) && walkFolder(context, path).entries.length > 0 ? 'found' : 'ignored';
}
