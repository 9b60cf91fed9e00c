import type { Dockerfile, Flag, Heredoc, Instruction, Word } from '../dockerfile/types';

/** The parts of a COPY or ADD. */
export interface CopyWords {
  readonly sources: readonly Word[];
  readonly destination: Word;
}

/** Sources and destination; undefined while the instruction is half-typed. */
export function copyWords(instruction: Instruction): CopyWords | undefined {
  const destination = instruction.words.at(-1);
  const sources = instruction.words.slice(0, -1);
  return destination && sources.length > 0 ? { sources, destination } : undefined;
}

/** The heredoc that a source word `<<EOT` stands for. */
export function heredocOf(instruction: Instruction, word: Word): Heredoc | undefined {
  if (!word.raw.startsWith('<<')) return undefined;
  return instruction.heredocs.find(
    (it) => it.range.start.line === word.range.start.line && it.range.start.character === word.range.start.character,
  );
}

export function isUrl(source: string): boolean {
  return /^(?:https?|ftp):\/\//i.test(source);
}

/** `git@host:path`, `git://…`, `https://….git#ref:dir`: ADD clones it. */
export function isGit(source: string): boolean {
  return /^(?:git@|git:\/\/|ssh:\/\/)/i.test(source) || /^https?:\/\/[^#?]*\.git(?:[#?]|$)/i.test(source);
}

export function isCopy(instruction: Instruction): boolean {
  return instruction.keyword === 'COPY' || instruction.keyword === 'ADD';
}

export function flagOf(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.find((flag) => flag.name === name);
}

/** Source patterns of all COPY and ADD that must lie in the build context, without doubles. */
export function contextSources(dockerfile: Dockerfile): readonly string[] {
  const patterns = new Set<string>();
  for (const instruction of dockerfile.instructions) {
    if (!isCopy(instruction) || flagOf(instruction, 'from')) continue;
    for (const word of copyWords(instruction)?.sources ?? []) {
      if (!word.value.known || heredocOf(instruction, word)) continue;
      const { value } = word.value;
      if (value !== '' && !isUrl(value) && !isGit(value)) patterns.add(value);
    }
  }
  return [...patterns];
}
