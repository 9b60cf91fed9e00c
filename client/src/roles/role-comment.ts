/** What must be replaced so that a Dockerfile declares its roles; offsets in UTF-16 units. */
export interface RoleEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const PARSER_DIRECTIVE = /^#[ \t]*(?:syntax|escape|check)[ \t]*=/i;
const ROLES = /^([ \t]*#[ \t]*sagemaker:[ \t]*)roles[ \t]*=[ \t]*([\w,-]+(?:[ \t]*,[ \t]*[\w-]+)*)?/i;

interface Line {
  readonly text: string;
  readonly start: number;
  /** Behind the line break. */
  readonly end: number;
}

/**
 * The edit that makes `text` declare exactly `roles` in a comment `# sagemaker: roles=…`. An existing comment is
 * changed, else one is put behind the parser directives (which count only at the very top of a Dockerfile).
 * No roles: the comment goes. Undefined: nothing to do.
 */
export function declareRoles(text: string, roles: readonly string[]): RoleEdit | undefined {
  const lines = linesOf(text);
  const existing = lines.find((line) => ROLES.test(line.text));
  const wanted = `roles=${roles.join(',')}`;
  if (existing !== undefined) return roles.length === 0 ? removed(existing) : replaced(existing, wanted);
  if (roles.length === 0) return undefined;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const at = behindDirectives(lines);
  const glued = at > 0 && text.charAt(at - 1) !== '\n' && text.charCodeAt(at - 1) !== BYTE_ORDER_MARK;
  return { start: at, end: at, text: `${glued ? eol : ''}# sagemaker: ${wanted}${eol}` };
}

/** The roles that a comment in `text` declares; undefined when there is none. */
export function declaredRoles(text: string): string[] | undefined {
  for (const line of linesOf(text)) {
    const match = ROLES.exec(line.text);
    if (match) return (match[2] ?? '').split(',').flatMap((role) => role.trim().toLowerCase() || []);
  }
  return undefined;
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

function replaced(line: Line, wanted: string): RoleEdit | undefined {
  const match = ROLES.exec(line.text);
  if (!match) return undefined;
  const start = line.start + (match[1] ?? '').length;
  const end = line.start + match[0].length;
  return match[0].endsWith(wanted) && end - start === wanted.length ? undefined : { start, end, text: wanted };
}

/** The whole line when it says nothing but the roles, else only them. */
function removed(line: Line): RoleEdit {
  const match = ROLES.exec(line.text);
  const rest = line.text.slice(match?.[0].length ?? 0);
  if (match === null || rest.trim() === '') return { start: line.start, end: line.end, text: '' };
  const space = rest.length - rest.trimStart().length;
  const start = line.start + (match[1] ?? '').length;
  return { start, end: line.start + match[0].length + space, text: '' };
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
