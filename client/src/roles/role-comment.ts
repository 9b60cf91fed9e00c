/** What must be replaced so that a Dockerfile declares its roles; offsets in UTF-16 units. */
export interface RoleEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const PARSER_DIRECTIVE = /^#[ \t]*(?:syntax|escape|check)[ \t]*=/i;
const COMMENT = /^[ \t]*#[ \t]*sagemaker:[ \t]*/i;
/** A reason runs to the end of the line: what looks like roles in it is prose. */
const KEY = /(roles|ignore-file|ignore|reason)[ \t]*=[ \t]*/gi;

interface Line {
  readonly text: string;
  readonly start: number;
  /** Behind the line break. */
  readonly end: number;
}

/** Where a comment declares roles: from the word `roles` to the end of its value. */
interface Declaration {
  readonly line: Line;
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/**
 * The edit that makes `text` declare exactly `roles` in a comment `# sagemaker: roles=…`. An existing comment is
 * changed, else one is put behind the parser directives (which count only at the very top of a Dockerfile).
 * No roles: the declaration goes. Undefined: nothing to do.
 */
export function declareRoles(text: string, roles: readonly string[]): RoleEdit | undefined {
  const lines = linesOf(text);
  const wanted = `roles=${roles.join(',')}`;
  const existing = declaration(lines);
  if (existing !== undefined) {
    if (roles.length === 0) return removed(existing);
    const { start, end } = existing;
    return text.slice(start, end) === wanted ? undefined : { start, end, text: wanted };
  }
  if (roles.length === 0) return undefined;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const at = behindDirectives(lines);
  const glued = at > 0 && text.charAt(at - 1) !== '\n' && text.charCodeAt(at - 1) !== BYTE_ORDER_MARK;
  return { start: at, end: at, text: `${glued ? eol : ''}# sagemaker: ${wanted}${eol}` };
}

/** The words that a comment in `text` declares as roles; undefined when there is none. */
export function declaredRoles(text: string): string[] | undefined {
  return declaration(linesOf(text))
    ?.value.split(/[\s,]+/)
    .filter((role) => role !== '');
}

const BYTE_ORDER_MARK = 0xfeff;

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found + 1;
    lines.push({ text: text.slice(start, end).replace(/\r?\n$/, ''), start, end });
    start = end;
  }
  return lines;
}

/** The last one: it is the one that counts. */
function declaration(lines: readonly Line[]): Declaration | undefined {
  for (const line of lines.toReversed()) {
    const prefix = COMMENT.exec(line.text);
    if (prefix === null) continue;
    const keys = [...line.text.matchAll(KEY)];
    const last = keys.findIndex((key) => key[1]?.toLowerCase() === 'reason');
    const at = keys.findIndex((key) => key[1]?.toLowerCase() === 'roles');
    const key = keys[at];
    if (key === undefined || (last !== -1 && last < at)) continue;
    const behind = key.index + key[0].length;
    const value = line.text.slice(behind, keys[at + 1]?.index ?? line.text.length).trimEnd();
    return { line, start: line.start + key.index, end: line.start + behind + value.length, value: value.toLowerCase() };
  }
  return undefined;
}

/** The whole line when it says nothing else, else only the roles. */
function removed({ line, start, end }: Declaration): RoleEdit {
  const before = line.text.slice(0, start - line.start);
  const rest = line.text.slice(end - line.start);
  const alone = before.replace(COMMENT, '') === '' && rest.trim() === '';
  if (alone) return { start: line.start, end: line.end, text: '' };
  return { start, end: end + rest.length - rest.trimStart().length, text: '' };
}

function behindDirectives(lines: readonly Line[]): number {
  let at = 0;
  for (const [index, line] of lines.entries()) {
    const text = index === 0 && line.text.charCodeAt(0) === BYTE_ORDER_MARK ? line.text.slice(1) : line.text;
    const directive = PARSER_DIRECTIVE.test(text.trimStart()) || (index === 0 && text.startsWith('#!'));
    if (!directive) return index === 0 ? line.text.length - text.length : at;
    at = line.end;
  }
  return at;
}
