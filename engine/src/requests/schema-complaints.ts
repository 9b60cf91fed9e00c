import type { ErrorObject } from 'ajv';
import { isRecord } from './json-value';
import type { Complaint } from './located-json';
import { pointerPart, shorten } from './located-json';
import { memberName } from './member-name';
import { placeOf } from './member-place';
import { nearestName } from './nearest-name';
import type { SchemaName } from './validate';
import { schemaErrors } from './validate';
import { valueComplaint } from './value-complaint';

/** More are of no use to anybody. */
const MOST = 100;

/** What the schema has against a document, as sentences; one for each member. */
export function schemaComplaints(name: SchemaName, value: unknown): readonly Complaint[] {
  const byPointer = new Map<string, Complaint>();
  const errors = schemaErrors(name, value);
  // A misspelt name is also a missing one: say it once.
  const meant = new Set<string>();
  for (const error of errors.filter((it) => it.keyword === 'additionalProperties').slice(0, MOST)) {
    const { complaint, near } = unknownMember(name, error);
    if (near !== undefined) meant.add(error.instancePath + pointerPart(near));
    byPointer.set(complaint.pointer, complaint);
  }
  for (const error of errors) {
    if (byPointer.size >= MOST) break;
    const complaint = complaintOf(name, error);
    if (complaint === undefined || byPointer.has(complaint.pointer) || meant.has(complaint.pointer)) continue;
    byPointer.set(complaint.pointer, complaint);
  }
  return [...byPointer.values()];
}

function complaintOf(name: SchemaName, error: ErrorObject): Complaint | undefined {
  const { keyword, instancePath, propertyName } = error;
  const stated = keyword === 'anyOf' ? textOf(error.parentSchema, 'errorMessage') : undefined;
  if (stated !== undefined) return wrong(instancePath, `${memberName(instancePath)} is wrong. ${stated}`);
  // Parts of a choice; the choice speaks for them.
  if (keyword === 'if' || keyword === 'anyOf' || keyword === 'not' || error.schemaPath.includes('/anyOf/'))
    return undefined;
  if (keyword === 'additionalProperties' || keyword === 'propertyNames') return undefined;
  if (keyword === 'required') return missingMember(name, error);
  if (propertyName !== undefined) return wrongName(error, propertyName);
  return valueComplaint(error);
}

function unknownMember(
  name: SchemaName,
  error: ErrorObject,
): { readonly complaint: Complaint; readonly near?: string } {
  const member = String(error.params['additionalProperty']);
  const known = Object.keys(propertiesOf(error.parentSchema));
  const pointer = error.instancePath + pointerPart(member);
  const owner = memberName(error.instancePath, name);
  const start = `${owner} has no member \`${shorten(member)}\``;
  const near = nearestName(member, known);
  if (near !== undefined)
    return { complaint: { ...wrong(pointer, `${start}; did you mean \`${near}\`?`), atName: true }, near };
  const place = placeOf(name, member, error.instancePath);
  if (place !== undefined) return { complaint: { ...wrong(pointer, `${start}: it belongs ${place}.`), atName: true } };
  if (name === 'overlay' || name === 'endpoint') {
    const own = `: remove it. ${owner} takes ${known.map((it) => `\`${it}\``).join(', ')}.`;
    const short = name === 'overlay' || error.instancePath === '';
    if (short) return { complaint: { ...wrong(pointer, start + own), atName: true } };
  }
  const message = `${start} that this version knows, and it is ignored here. AWS refuses members it does not know.`;
  return { complaint: { pointer, severity: 'warning', message, atName: true } };
}

function missingMember(name: SchemaName, error: ErrorObject): Complaint {
  const member = String(error.params['missingProperty']);
  const message = `${memberName(error.instancePath, name)} needs \`${member}\`: add it.`;
  return wrong(error.instancePath + pointerPart(member), message);
}

function wrongName(error: ErrorObject, name: string): Complaint {
  const words = textOf(error.parentSchema, 'patternErrorMessage') ?? 'Must be a name that AWS accepts.';
  const limit = String(error.params['limit']);
  const reason =
    error.keyword === 'maxLength' ? `Must have at most ${limit} characters; it has ${name.length}.` : words;
  const owner = memberName(error.instancePath);
  const message = `The name \`${shorten(name)}\` in ${owner} is not accepted. ${reason}`;
  return { ...wrong(error.instancePath + pointerPart(name), message), atName: true };
}

function wrong(pointer: string, message: string): Complaint {
  return { pointer, severity: 'error', message };
}

function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> {
  const properties = isRecord(schema) ? schema['properties'] : undefined;
  return isRecord(properties) ? properties : {};
}

function textOf(schema: unknown, keyword: string): string | undefined {
  const found = isRecord(schema) ? schema[keyword] : undefined;
  return typeof found === 'string' ? found : undefined;
}
