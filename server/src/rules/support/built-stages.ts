import type { Instruction, Stage } from '../../dockerfile/types';
import { memoLast } from '../../lazy';
import type { Subject } from '../../subject';

/** The stages that a build of the target runs: its parents, those it copies from, and so on; in file order. BuildKit leaves out the rest. */
export const builtStages = memoLast((subject: Subject): readonly Stage[] => {
  const needed = new Set<Stage>();
  const open: Stage[] = [subject.stage];
  for (let stage = open.pop(); stage; stage = open.pop()) {
    if (needed.has(stage)) continue;
    needed.add(stage);
    if (stage.parent) open.push(stage.parent);
    const before = subject.dockerfile.stages.slice(0, stage.index);
    for (const name of stage.instructions.flatMap(namesOf)) {
      const found = before.findLast((it) => it.name === name) ?? before.find((it) => String(it.index) === name);
      if (found) open.push(found);
    }
  }
  return [...needed].sort((a, b) => a.index - b.index);
});

/** The stage itself and those it is built on. */
export function ancestry(stage: Stage): readonly Stage[] {
  const found: Stage[] = [];
  for (let at: Stage | undefined = stage; at; at = at.parent) found.push(at);
  return found;
}

/** Earlier stages that the target is not built on: what they set is not in the final image. */
export function lostStages(subject: Subject): readonly Stage[] {
  const kept = ancestry(subject.stage);
  return subject.dockerfile.stages.filter((it) => it.index < subject.stage.index && !kept.includes(it));
}

/** The stage as a person calls it: its name, else its number. */
export function stageName(stage: Stage): string {
  return stage.name === undefined ? `number ${stage.index + 1}` : `\`${stage.name}\``;
}

const NOTHING: readonly string[] = [];

/** Names of the stages or images that `COPY --from` and `RUN --mount=…,from=` read. */
function namesOf(instruction: Instruction): readonly string[] {
  if (instruction.flags.length === 0) return NOTHING;
  return instruction.flags.flatMap((flag) => {
    const value = flag.value?.value.known ? flag.value.value.value.toLowerCase() : '';
    if (flag.name === 'from') return [value];
    return flag.name === 'mount'
      ? value.split(',').flatMap((it) => (it.startsWith('from=') ? [it.slice('from='.length)] : []))
      : [];
  });
}
