import { createScanner, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { RequestProblem } from './types';

/** Something wrong at a member, not yet placed in the text. */
export interface Complaint {
  /** A member that is missing has the pointer it would have. */
  readonly pointer: string;
  readonly severity: RequestProblem['severity'];
  readonly message: string;
  /** The name of the member is wrong, not its value. */
  readonly atName?: boolean;
}

export interface LocatedJson {
  /** Undefined when the text is no JSON. */
  readonly value: unknown;
  readonly problems: readonly RequestProblem[];
  place(complaint: Complaint): RequestProblem;
}

interface Place {
  readonly name: Node | undefined;
  readonly node: Node;
}

interface Span {
  readonly offset: number;
  readonly length: number;
}

/** No request of AWS is near this; it keeps hostile files cheap. */
const LONGEST_TEXT = 1_000_000;
const DEEPEST = 100;

// Of jsonc-parser's token kinds, which it exports as a const enum only.
const OPENING = new Set([1, 3]);
const CLOSING = new Set([2, 4]);
const END = 17;

/** Reads JSON so that every problem can be placed. With `comments`, comments and trailing commas are as good as any. */
export function readLocatedJson(original: string, comments: boolean): LocatedJson {
  const text = original.replace(/^\uFEFF/, ' ');
  const lines = lineStarts(text);
  const problem = (span: Span, complaint: Complaint): RequestProblem => problemAt(lines, text.length, span, complaint);
  const whole = (message: string): LocatedJson => {
    const only = problem({ offset: 0, length: Math.min(1, text.length) }, { pointer: '', severity: 'error', message });
    return { value: undefined, problems: [only], place: () => only };
  };
  if (text.length > LONGEST_TEXT) return whole('The file is too large: a request has a few kilobytes.');
  if (text.trim() === '') return whole('The document is empty: write the JSON object of the request.');
  if (isTooDeep(text)) return whole(`The document is nested more than ${DEEPEST} levels deep: no request is.`);

  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: !comments, allowTrailingComma: comments });
  if (tree === undefined) return whole('The document is no JSON: write the JSON object of the request.');
  const { value, places, problems } = readTree(tree, problem);
  return {
    value,
    problems: [...errors.slice(0, 5).map((error) => problem(error, syntaxComplaint(error))), ...problems],
    place: (complaint) => problem(spanOf(places, tree, complaint), complaint),
  };
}

/** A name as a part of a JSON pointer. */
export function pointerPart(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The names and indexes of a JSON pointer. */
export function pointerNames(pointer: string): readonly string[] {
  const parts = pointer.split('/').slice(1);
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function readTree(
  tree: Node,
  problem: (span: Span, complaint: Complaint) => RequestProblem,
): Pick<LocatedJson, 'value' | 'problems'> & { readonly places: ReadonlyMap<string, Place> } {
  const places = new Map<string, Place>();
  const problems: RequestProblem[] = [];

  const read = (node: Node, pointer: string, name: Node | undefined): unknown => {
    places.set(pointer, { name, node });
    if (node.type === 'array')
      return (node.children ?? []).map((it, at) => read(it, pointer + pointerPart(at), undefined));
    if (node.type !== 'object') return node.value;
    const members = new Map<string, unknown>();
    for (const property of node.children ?? []) {
      const [key, child] = property.children ?? [];
      const member: unknown = key?.value;
      if (key === undefined || child === undefined || typeof member !== 'string') continue;
      const at = pointer + pointerPart(member);
      if (members.has(member)) problems.push(problem(key, twice(at, member)));
      members.set(member, read(child, at, key));
    }
    // Own properties even for `__proto__`, unlike an assignment.
    return Object.fromEntries(members);
  };

  const value = read(tree, '', undefined);
  return { value, places, problems };
}

function twice(pointer: string, member: string): Complaint {
  return {
    pointer,
    severity: 'warning',
    message: `\`${shorten(member)}\` stands here twice: the last one counts. Remove one.`,
  };
}

/** Long texts are cut, so that a message stays a sentence. */
export function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

function spanOf(places: ReadonlyMap<string, Place>, tree: Node, complaint: Complaint): Span {
  const exact = places.get(complaint.pointer);
  if (exact !== undefined) {
    if (complaint.atName === true) return exact.name ?? opening(exact.node);
    return complaint.pointer === '' ? opening(tree) : exact.node;
  }
  let pointer = complaint.pointer;
  while (pointer !== '') {
    pointer = pointer.slice(0, pointer.lastIndexOf('/'));
    const near = places.get(pointer);
    if (near !== undefined) return near.name ?? opening(near.node);
  }
  return opening(tree);
}

function opening(node: Node): Span {
  return { offset: node.offset, length: Math.min(1, node.length) };
}

function isTooDeep(text: string): boolean {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    if (OPENING.has(token)) depth += 1;
    else if (CLOSING.has(token)) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

const SYNTAX: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is no JSON value: text stands in double quotes; `true`, `false`, `null` and numbers do not.',
  InvalidNumberFormat: 'This is no number as JSON writes them.',
  PropertyNameExpected:
    'A member name in double quotes is expected here. A comma after the last member is not allowed.',
  ValueExpected: 'A value is expected here. A comma after the last item is not allowed.',
  ColonExpected: 'A colon is missing between the name and the value.',
  CommaExpected: 'A comma is missing before this.',
  CloseBraceExpected: 'A `}` is missing at the end.',
  CloseBracketExpected: 'A `]` is missing at the end.',
  EndOfFileExpected: 'The document ends before this: remove the rest.',
  UnexpectedEndOfString: 'The closing double quote is missing.',
  UnexpectedEndOfComment: 'The comment has no end.',
  UnexpectedEndOfNumber: 'The number has no end.',
  InvalidUnicode: 'This is no Unicode escape: `\\u` and four hexadecimal digits.',
  InvalidEscapeCharacter: 'This is no escape of JSON: a backslash is written twice.',
  InvalidCharacter: 'A control character must be escaped: a line break is `\\n`, a tab `\\t`.',
};

function syntaxComplaint({ error }: ParseError): Complaint {
  const code = printParseErrorCode(error);
  if (code === 'InvalidCommentToken')
    return {
      pointer: '',
      severity: 'warning',
      message: 'The AWS CLI does not accept comments in a request: remove it.',
    };
  return { pointer: '', severity: 'error', message: SYNTAX[code] ?? 'This is no JSON.' };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  return starts;
}

function problemAt(lines: readonly number[], size: number, span: Span, complaint: Complaint): RequestProblem {
  const offset = Math.max(0, Math.min(span.offset, size));
  const length = Math.max(0, Math.min(span.length, size - offset));
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const { pointer, severity, message } = complaint;
  return { pointer, offset, length, line: low + 1, column: offset - (lines[low] ?? 0) + 1, severity, message };
}
