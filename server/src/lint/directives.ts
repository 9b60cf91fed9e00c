import type { Range } from 'vscode-languageserver-types';
import { isRole, type Role } from '../../../contract/roles';
import type { Dockerfile, Instruction } from '../dockerfile/types';

/** The comments a Dockerfile gives to the linter: `# sagemaker: roles=…`, `ignore=… reason=…`, `ignore-file=…`. */
export interface Directives {
  readonly roles: { readonly roles: readonly Role[]; readonly range: Range } | undefined;
  readonly ignores: readonly Ignore[];
  /** What is wrong in a directive: `message` says it and what to write. */
  readonly problems: readonly { readonly range: Range; readonly message: string }[];
}

export interface Ignore {
  readonly rule: string;
  readonly scope: 'instruction' | 'file';
  readonly reason: string;
  /** Where the rule's id stands. */
  readonly range: Range;
  /** The whole comment, for a fix that removes it. */
  readonly comment: Range;
  /** The instruction it is for, with scope `instruction`: the next one. */
  readonly instruction: Instruction | undefined;
}

const PREFIX = /^sagemaker:\s*/i;
/** `key=value` up to the next key; a reason runs to the end of the line. */
const ENTRY = /(roles|ignore-file|ignore|reason)\s*=\s*/gi;

export function readDirectives(dockerfile: Dockerfile): Directives {
  let roles: Directives['roles'];
  const ignores: Ignore[] = [];
  const problems: { range: Range; message: string }[] = [];
  for (const comment of dockerfile.comments) {
    const prefix = PREFIX.exec(comment.text);
    if (!prefix) continue;
    const entries = split(comment.text.slice(prefix[0].length));
    const start = dockerfile.offsetAt(comment.range.start) + offsetOfText(dockerfile, comment) + prefix[0].length;
    if (entries.length === 0) {
      problems.push({
        range: comment.range,
        message:
          'This comment says nothing. Write `# sagemaker: roles=training,inference`, `ignore=<rule> reason=<why>` or `ignore-file=<rule> reason=<why>`.',
      });
    }
    const reason = entries.find((it) => it.key === 'reason')?.value ?? '';
    for (const entry of entries) {
      const range = dockerfile.range(start + entry.start, start + entry.end);
      if (entry.key === 'roles') roles = { roles: readRoles(entry.value, range, problems), range };
      if (entry.key === 'ignore' || entry.key === 'ignore-file') {
        const scope = entry.key === 'ignore' ? 'instruction' : 'file';
        const instruction = scope === 'instruction' ? nextInstruction(dockerfile, comment.range) : undefined;
        for (const rule of names(entry.value))
          ignores.push({ rule, scope, reason, range, comment: comment.range, instruction });
      }
    }
  }
  return { roles, ignores, problems };
}

/** Offset of the comment's text behind `#` and blanks. */
function offsetOfText(dockerfile: Dockerfile, comment: Dockerfile['comments'][number]): number {
  const raw = dockerfile.text.slice(dockerfile.offsetAt(comment.range.start), dockerfile.offsetAt(comment.range.end));
  return Math.max(0, raw.indexOf(comment.text));
}

function split(
  text: string,
): readonly { readonly key: string; readonly value: string; readonly start: number; readonly end: number }[] {
  const marks = [...text.matchAll(ENTRY)];
  const entries = [];
  for (const [index, mark] of marks.entries()) {
    const key = (mark[1] ?? '').toLowerCase();
    const start = mark.index + mark[0].length;
    const end = key === 'reason' ? text.length : (marks[index + 1]?.index ?? text.length);
    const value = text.slice(start, end).trim();
    entries.push({ key, value, start, end: start + value.length });
    if (key === 'reason') break;
  }
  return entries;
}

function names(value: string): readonly string[] {
  return value.split(/[\s,]+/).filter((it) => it !== '');
}

function readRoles(value: string, range: Range, problems: { range: Range; message: string }[]): readonly Role[] {
  const found: Role[] = [];
  for (const name of names(value.toLowerCase())) {
    if (isRole(name)) found.push(name);
    else if (ALIASES[name]) found.push(ALIASES[name]);
    else if (name !== 'none') {
      problems.push({
        range,
        message: `\`${name}\` is not a role. Roles are training, inference, multi-model, pipeline, processing, studio, hyperpod, or none.`,
      });
    }
  }
  return withImplied(found);
}

const ALIASES: Readonly<Record<string, Role>> = {
  train: 'training',
  serve: 'inference',
  serving: 'inference',
  hosting: 'inference',
  mme: 'multi-model',
};

/** `multi-model` and `pipeline` are ways of serving. */
export function withImplied(roles: readonly Role[]): readonly Role[] {
  const all = new Set(roles);
  if (all.has('multi-model') || all.has('pipeline')) all.add('inference');
  return [...all];
}

function nextInstruction(dockerfile: Dockerfile, comment: Range): Instruction | undefined {
  return dockerfile.instructions.find(
    (it) =>
      it.range.start.line > comment.end.line ||
      (it.range.start.line <= comment.start.line && it.range.end.line >= comment.end.line),
  );
}
