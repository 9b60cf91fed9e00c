import { isCopy } from '../context/copy-words';
import { baseName, isWithin, joinInside, relativeTo } from '../context/paths';
import { takenFrom, takesFile } from '../context/takes-file';
import type { ImageFile } from '../context/types';
import type { Instruction, Stage } from '../dockerfile/types';
import { knownOr } from '../known';
import { lazy, memo } from '../lazy';
import { leadsOn, readsOf } from '../shell/reads-of';
import type { Subject } from '../subject';

/**
 * Why a change of a file of this machine comes into the image only by a build, as the end of a sentence that begins with
 * its name. Undefined: the image has it as it is, and nothing else is made of it; so whoever puts the new one in its place
 * has what a build would give. In doubt, a build is needed.
 */
export function whyBuild(subject: Subject): (file: ImageFile) => string | undefined {
  const { context, dockerfile, files, stage } = subject;
  const reached = lazy(() => reachedStages(subject));
  const reads = memo((instruction: Instruction) => readsOfRun(instruction, subject));
  const placesOf = lazy(() => {
    const places = new Map<string | undefined, readonly string[]>();
    for (const { source, path } of files.files) places.set(source, [...(places.get(source) ?? []), path]);
    return places;
  });

  const ofSource = memo((source: string): string | undefined => {
    if (context.root === undefined || !isWithin(source, context.root)) return 'is outside the build context';
    if (dockerfile.stages.at(-1) !== stage) return 'may be of another stage than the one that is built';
    const path = relativeTo(context.root, source);
    const elsewhere = reached()
      .flatMap(({ lineage }) => lineage)
      .find((it) => takesFile(it, path));
    if (elsewhere !== undefined) return `is used by another stage (${place(elsewhere)})`;
    const first = stage.lineage.findIndex((it) => isCopy(it) && takesFile(it, path));
    if (first < 0) return 'gets into the image in a way that can’t be followed';
    const places = placesOf().get(source) ?? [];
    const uses = (it: Instruction, index: number): string | undefined => {
      if (it.keyword !== 'RUN') return undefined;
      if (takesFile(it, path)) return `is mounted by ${place(it)}`;
      const read = index > first ? reads(it) : [];
      if (read === undefined) return `may be used by ${place(it)}`;
      const isRead = read.some((one) => places.includes(one) || baseName(one) === baseName(path));
      return isRead ? `is used by ${place(it)}` : undefined;
    };
    return stage.lineage.map(uses).find((use) => use !== undefined);
  });
  return ({ source, instruction }) => {
    if (source === undefined) return 'is not of this machine';
    if (instruction !== undefined && takenFrom(instruction).length > 0) return `comes by ${place(instruction)}`;
    return ofSource(source);
  };
}

function place({ keyword, keywordRange }: Instruction): string {
  return `${keyword} on line ${keywordRange.start.line + 1}`;
}

/** Absolute paths in the image that a RUN reads; undefined: it may read any. */
function readsOfRun(instruction: Instruction, { commands, files, stage }: Subject): readonly string[] | undefined {
  const mine = commands.filter((command) => command.instruction === instruction);
  if (mine.length === 0 || instruction.onbuild || instruction.heredocs.length > 0) return undefined;
  const workdir = stage.configAt(instruction).workdir.value;
  const all: string[] = [];
  for (const command of mine) {
    const reads = readsOf(command);
    if (reads === undefined) return undefined;
    for (const file of reads) {
      const cwd = knownOr(command.cwd, knownOr(workdir, undefined));
      if (cwd === undefined && !file.startsWith('/')) return undefined;
      const path = joinInside(cwd ?? '/', file);
      const found = files.lookup(path);
      const text = found.state === 'present' ? found.file.text : undefined;
      if (text === undefined || leadsOn(text)) return undefined;
      all.push(path);
    }
  }
  return all;
}

/** Stages whose files get into the image, or may. */
function reachedStages({ dockerfile, stage }: Subject): readonly Stage[] {
  const reached = new Set<Stage>();
  const follow = (lineage: readonly Instruction[]): void => {
    for (const instruction of lineage) {
      for (const from of takenFrom(instruction)) {
        const named = dockerfile.stages.filter(
          ({ name, index }) => from === undefined || name === from.toLowerCase() || String(index) === from,
        );
        for (const one of named) {
          if (reached.has(one)) continue;
          reached.add(one);
          follow(one.lineage);
        }
      }
    }
  };
  follow(stage.lineage);
  return [...reached];
}
