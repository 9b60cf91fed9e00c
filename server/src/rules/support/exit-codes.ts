import type { Range } from 'vscode-languageserver-types';
import type { ShellScriptFacts } from '../../readers/types';

/** How a script loses the exit code of the program it is there for. */
export interface Loss {
  /** What loses it, as written: `|| true`. */
  readonly text: string;
  readonly range: Range | undefined;
  /** Written on purpose, so that nothing else can be meant. */
  readonly sure: boolean;
  readonly remedy: string;
  readonly edit: { readonly title: string; readonly range: Range; readonly text: string } | undefined;
}

const LAST = 'Drop it, so that the exit code of the program is the last.';
const PIPEFAIL = 'Begin with `set -o pipefail`.';
const ERREXIT = 'Begin with `set -e`.';

/** The exit code lost in a script of its own. */
export function lostExitCode(text: string, facts: ShellScriptFacts): Loss | undefined {
  const lines = text.split(/\r?\n/);
  const swallows = facts.swallowsExitCode;
  if (swallows && !text.includes('PIPESTATUS') && !facts.shebang?.includes('pipefail')) {
    // With `set -e` the programs before have ended the script already; a later `exit 1` may look at what happened.
    const after = lines.slice(swallows.range.end.line + 1).join('\n');
    if ((facts.errexit && facts.starts.length > 1) || /\bexit[ \t]+[^0\s]/.test(after)) return undefined;
    const { value, range } = swallows;
    if (value.startsWith('||'))
      return {
        text: value,
        range,
        sure: value === '|| true' || value === '|| :',
        remedy: LAST,
        edit: dropped(lines, range),
      };
    return {
      text: value,
      range,
      sure: false,
      remedy: PIPEFAIL,
      edit: facts.shebang?.includes('bash') ? added('set -o pipefail') : undefined,
    };
  }
  return trailing(lines, text, facts);
}

/** The same in `sh -c "…"`. */
export function lostInline(script: string, facts: ShellScriptFacts): Loss | undefined {
  const swallows = facts.swallowsExitCode;
  if (swallows && !/pipefail|PIPESTATUS/.test(script)) {
    const isOr = swallows.value.startsWith('||');
    return {
      text: swallows.value,
      range: undefined,
      sure: swallows.value === '|| true' || swallows.value === '|| :',
      remedy: isOr ? LAST : 'Use `bash -o pipefail -c`.',
      edit: undefined,
    };
  }
  const end = /;[ \t]*(exit 0|true|echo\b[^;&|$\n]{0,200})[ \t]*$/.exec(script)?.[1];
  if (
    end === undefined ||
    facts.errexit ||
    facts.starts.length === 0 ||
    /\$\?|\btrap\b|&[ \t]*;|\bif\b|\bwhile\b|\bexec\b/.test(script)
  )
    return undefined;
  return { text: `; ${end.trim()}`, range: undefined, sure: end === 'exit 0', remedy: LAST, edit: undefined };
}

/** Commands that always succeed after the last program, without `set -e`. */
function trailing(lines: readonly string[], text: string, facts: ShellScriptFacts): Loss | undefined {
  const last = facts.starts.at(-1);
  if (
    !last ||
    facts.errexit ||
    facts.servers.length > 0 ||
    facts.dispatchesOn.length > 0 ||
    /\$\?|\btrap\b|PIPESTATUS|errexit/.test(text)
  )
    return undefined;
  const { start, end } = last.range;
  const line = lines[start.line] ?? '';
  if (
    start.character !== 0 ||
    line.startsWith('exec ') ||
    !/^\s*(?:#.*)?$/.test((lines[end.line] ?? '').slice(end.character))
  )
    return undefined;
  const rest = lines
    .map((content, at) => ({ content: content.trimEnd(), at }))
    .slice(end.line + 1)
    .filter((it) => it.content !== '' && !it.content.startsWith('#'));
  const final = rest.at(-1);
  if (!final || !rest.every((it) => /^(?:echo|printf|date|sleep|true|:|exit 0)(?:[ \t][^|&;]*)?$/.test(it.content)))
    return undefined;
  return {
    text: final.content.length > 40 ? `${final.content.slice(0, 39)}…` : final.content,
    range: { start: { line: final.at, character: 0 }, end: { line: final.at, character: final.content.length } },
    sure: final.content.startsWith('exit 0'),
    remedy: ERREXIT,
    edit: (lines[0] ?? '').startsWith('#!') ? added('set -e') : undefined,
  };
}

/** A new line below the shebang. */
function added(line: string): Loss['edit'] {
  const at = { line: 1, character: 0 };
  return { title: `Add \`${line}\``, range: { start: at, end: at }, text: `${line}\n` };
}

/** Takes `|| true` off the end of its line. */
function dropped(lines: readonly string[], range: Range): Loss['edit'] {
  const line = lines[range.start.line] ?? '';
  const before = /\s{0,40}\|\|\s{0,40}$/.exec(line.slice(0, range.start.character));
  if (!before || range.start.line !== range.end.line || line.slice(range.end.character).trim() !== '') return undefined;
  const { line: at } = range.start;
  return {
    title: `Drop \`${line.slice(before.index, range.end.character).trim()}\``,
    range: { start: { line: at, character: before.index }, end: { line: at, character: range.end.character } },
    text: '',
  };
}
