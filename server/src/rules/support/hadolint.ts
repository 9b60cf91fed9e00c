import type { Instruction } from '../../dockerfile/types';
import type { Edit } from '../../lint/finding';
import type { Subject } from '../../subject';
import { insertBefore, replace } from './edits';

const PRAGMA = /^hadolint\s{1,9}(global\s{1,9})?ignore\s{0,9}=\s{0,9}([\w,\s]{1,500})/;
const CONFIGURATION = ['.hadolint.yaml', '.hadolint.yml'];

/** Is hadolint already told to leave the instruction alone: above it, for the whole file, or in its configuration? */
export function hadolintIgnores(subject: Subject, instruction: Instruction, code: string): boolean {
  for (const { text, range } of subject.dockerfile.comments) {
    const match = PRAGMA.exec(text);
    const above = range.start.line === instruction.range.start.line - 1;
    if (match && (match[1] !== undefined || above) && codesOf(match[2] ?? '').includes(code)) return true;
  }
  return configurations(subject).some((text) => text.includes(code));
}

/** Tells hadolint to leave the instruction alone; a comment above it that already does so for another check is extended. */
export function hadolintEdit(subject: Subject, instruction: Instruction, code: string): Edit {
  const above = pragmaAbove(subject, instruction);
  return above ? replace(above, `${code},`) : insertBefore(subject, instruction, hadolintComment(code));
}

export function hadolintComment(code: string): string {
  return `# hadolint ignore=${code}`;
}

/** Where another check can be put in: right behind `ignore=` of the comment directly above. */
export function pragmaAbove({ dockerfile }: Subject, instruction: Instruction): Edit['range'] | undefined {
  const comment = dockerfile.comments.find((it) => it.range.start.line === instruction.range.start.line - 1);
  const match = comment && PRAGMA.exec(comment.text);
  if (!comment || !match || match[1] !== undefined) return undefined;
  const start = dockerfile.offsetAt(comment.range.start);
  const at = dockerfile.text.slice(start, dockerfile.offsetAt(comment.range.end)).indexOf('=');
  return at < 0 ? undefined : dockerfile.range(start + at + 1, start + at + 1);
}

function codesOf(list: string): readonly string[] {
  return list.split(/[\s,]+/);
}

function configurations({ path, context }: Subject): readonly string[] {
  const folders = new Set([path.slice(0, path.lastIndexOf('/')), context.root ?? '']);
  return [...folders].flatMap((folder) =>
    CONFIGURATION.flatMap((name) => (folder === '' ? [] : (context.fs.read(`${folder}/${name}`) ?? []))),
  );
}
