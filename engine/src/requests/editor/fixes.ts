import { modify } from 'jsonc-parser';
import { at, isRecord } from '../json-value';
import { pointerNames } from '../located-json';
import { nearestName } from '../nearest-name';
import type { RequestProblem } from '../types';
import type { Finding } from './finding';
import { choicesAt, membersAt, schemaAt } from './schema-at';
import { startingValue } from './starting-value';
import type { EditedDocument, RequestFix, TextChange } from './types';

type Path = readonly (string | number)[];
type Place = Pick<RequestProblem, 'offset' | 'length' | 'pointer'>;

/** What can be done about what the schema, or a check that goes with it, has against a document. */
export function problemFixes(document: EditedDocument, value: unknown, problem: RequestProblem): readonly RequestFix[] {
  const { kind } = document;
  const path = pathOf(problem.pointer, value);
  const last = path.at(-1);
  if (last === undefined) return [];
  const owner = path.slice(0, -1);
  const schema = schemaAt(kind, path);
  const current = at(value, ...path);
  if (current === undefined) return schema === undefined ? [] : [adding(document, path)];
  const known = membersAt(kind, owner);
  if (typeof last === 'string' && schema === undefined && known.length > 0) {
    const near = nearestName(last, known);
    const rename = near === undefined ? [] : [replacing(problem, near, `Change to \`${near}\``)];
    return [...rename, removing(document, path)];
  }
  if (isAtName(document, problem)) return [removing(document, path)];
  const right = rightValue(kind, path, current);
  return right === undefined ? [] : [replacing(problem, right, `Change to ${JSON.stringify(right)}`)];
}

/** What can be done about a finding of the editor's own. */
export function findingFixes(document: EditedDocument, place: Place, finding: Finding): readonly RequestFix[] {
  const { instead, rename, unmapped, absent, pointer } = finding;
  const right = instead ?? rename;
  if (right !== undefined) return [replacing(place, right, `Change to \`${right}\``)];
  if (unmapped !== undefined) {
    const target = `./data/${folderName(unmapped)}`;
    return [{ kind: 'map', title: `Map ${unmapped} to ${target} in the overlay`, prefix: unmapped, target }];
  }
  if (absent !== undefined) return [{ kind: 'create-folder', title: `Create the folder ${absent}`, path: absent }];
  const path = pointerNames(pointer);
  if (document.kind === 'overlay' && finding.atName === true) return [removing(document, path)];
  if (path[0] === 'HyperParameters' && finding.atName !== true) return [adding(document, path)];
  return [];
}

function rightValue(kind: EditedDocument['kind'], path: Path, current: unknown): unknown {
  const schema = schemaAt(kind, path) ?? {};
  if (typeof current === 'string' && Array.isArray(schema['enum']))
    return nearestName(current, choicesAt(kind, path)) ?? nearestName(`ml.${current}`, choicesAt(kind, path));
  const type = schema['type'];
  if (type === 'string' && (typeof current === 'number' || typeof current === 'boolean')) return String(current);
  const text = typeof current === 'string' ? current.trim() : '';
  if (type === 'boolean' && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if ((type === 'integer' || type === 'number') && /^-?\d{1,15}$/.test(text)) return Number(text);
  return undefined;
}

function adding(document: EditedDocument, path: Path): RequestFix {
  const changes = edits(document, path, startingValue(document.kind, path));
  return { kind: 'edit', title: `Add \`${String(path.at(-1))}\``, preferred: true, changes };
}

function removing(document: EditedDocument, path: Path): RequestFix {
  const changes = edits(document, path, undefined);
  return { kind: 'edit', title: `Remove \`${String(path.at(-1))}\``, preferred: false, changes };
}

function replacing({ offset, length }: Place, value: unknown, title: string): RequestFix {
  return { kind: 'edit', title, preferred: true, changes: [{ offset, length, text: JSON.stringify(value) }] };
}

/** The text with an entry for an S3 prefix; `text` undefined: there is no overlay yet. */
export function withMapping(text: string | undefined, prefix: string, target: string): string {
  const old = text === undefined || text.trim() === '' ? '{}\n' : text;
  const changes = modify(old, ['s3', prefix], target, { formattingOptions: FORMAT });
  return [...changes]
    .sort((a, b) => b.offset - a.offset)
    .reduce((all, { offset, length, content }) => all.slice(0, offset) + content + all.slice(offset + length), old);
}

const FORMAT = { insertSpaces: true, tabSize: 2 };

function edits({ text }: EditedDocument, path: Path, value: unknown): readonly TextChange[] {
  const changes = modify(text, [...path], value, { formattingOptions: FORMAT });
  return changes.map(({ offset, length, content }) => ({ offset, length, text: content }));
}

/** Indexes of lists are numbers; names of members that look like numbers stay names. */
function pathOf(pointer: string, value: unknown): Path {
  let current = value;
  return pointerNames(pointer).map((name) => {
    const part = Array.isArray(current) ? Number(name) : name;
    current = Array.isArray(current) || isRecord(current) ? at(current, part) : undefined;
    return part;
  });
}

function isAtName({ text }: EditedDocument, { offset, length }: Place): boolean {
  return /^\s*:/.test(text.slice(offset + length));
}

function folderName(uri: string): string {
  const parts = uri.replace(/^s3:\/\//, '').split('/');
  const name = parts.findLast((it, index) => index > 0 && it !== '') ?? 'data';
  return name.replaceAll(/[^A-Za-z0-9._-]/g, '-');
}
