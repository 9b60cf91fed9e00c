import type { Range } from 'vscode-languageserver-types';
import type { ImageFile } from '../../context/types';
import type { Start } from '../../start/types';
import { baseName } from './places';

/** Where a program is started, and what it is called. */
export interface StartedAt {
  readonly program: string;
  /** The file the command stands in; undefined: the Dockerfile. */
  readonly file: ImageFile | undefined;
  readonly range: Range;
}

/** Nothing keeps the container alive after it: it is the ENTRYPOINT itself, or the last command of the script that the container runs. */
export function isLastProgram(start: Start, { program, file, range }: StartedAt): boolean {
  const first = start.chain[0]?.argv[0];
  if (!file) return first !== undefined && baseName(first) === program;
  const rest = isRunLast(start, file) ? restOfScript(file, range) : undefined;
  return rest !== undefined && /^\s*(?:#.*)?$/.test(rest);
}

/** The last command of that script ends in `&`, and nothing waits for it. */
export function isLeftInBackground(start: Start, { file, range }: StartedAt): boolean {
  const rest = file && isRunLast(start, file) ? restOfScript(file, range) : undefined;
  return rest !== undefined && /^(?:\s*\d{0,2}(?:&>|>{1,2}|<)\s*&?[\w./-]+)*\s*&\s*(?:#.*)?$/.test(rest);
}

/** The container runs the script first, or each script before it ends with the next one. */
function isRunLast(start: Start, file: ImageFile): boolean {
  const scripts = start.chain.flatMap((it) => (it.file ? [it.file] : []));
  const at = scripts.findIndex((it) => it.path === file.path);
  return scripts.slice(0, Math.max(at, 0)).every((caller, i) => {
    const next = baseName(scripts[i + 1]?.path ?? '');
    const last = (caller.text ?? '').split('\n').findLast((line) => /^\s*[^\s#]/.test(line)) ?? '';
    return last.includes(next) || /"\$@"\s*$/.test(last);
  });
}

/** Commands that keep nothing alive. */
const TALK = /^\s*(?:echo|printf|exit|true|:|date|set|ls|ps)(?:\s[^;&|`]*)?$/;
/** Anywhere in the script, since it may stand in a function. */
const KEEPS_ALIVE = /\bwait\b|\btail\s+-\w*[fF]|\bsleep\s+(?:inf|\d{4})|\bwhile\b|\buntil\b/;

/** What stands behind the command on its line, when that line is the last one of a shell script and in no branch or function. */
function restOfScript(file: ImageFile, { start, end }: Range): string | undefined {
  if (file.text === undefined || file.path === '' || /\.(?:py|conf|ini)$/.test(file.path)) return undefined;
  if (!/^#!.*\b(?:ba|da)?sh\b|^(?!#!)/.test(file.text)) return undefined;
  const lines = file.text.split('\n');
  const [own = '', ...after] = lines.slice(end.line);
  if (after.some((line) => /^\s*[^\s#]/.test(line) && !TALK.test(line))) return undefined;
  if (KEEPS_ALIVE.test(file.text.replace(/^\s*#.*$/gm, ''))) return undefined;
  // In a branch, a function or the background something else may follow.
  return /^(?:exec\s|\S)/.test(lines[start.line] ?? '') ? own.slice(end.character) : undefined;
}
