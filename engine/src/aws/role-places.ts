import { applyEdits, modify, parse } from 'jsonc-parser';
import { at, isRecord, listAt, textAt } from '../requests/json-value';
import type { RequestKind } from '../requests/types';
import { LOCAL_ACCOUNT } from '../shared-with-aws';

type Place = readonly (string | number)[];

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+/;

/** Where a request document has no execution role, or one that only holds on this machine. Pure. */
export function rolesToChoose(text: string, kind: RequestKind): readonly Place[] {
  const document: unknown = parse(text);
  return placesOf(document, kind).filter((place) => {
    const role = textAt(document, ...place);
    return role === undefined || !ROLE.test(role) || role.includes(`:${LOCAL_ACCOUNT}:`);
  });
}

/** The document with this role at those places; everything else stays as it is written. */
export function withRole(text: string, places: readonly Place[], role: string): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  return places.reduce((now, place) => applyEdits(now, modify(now, [...place], role, { formattingOptions })), text);
}

function placesOf(document: unknown, kind: RequestKind): readonly Place[] {
  if (kind === 'training-job' || kind === 'processing-job') return [['RoleArn']];
  const one: readonly Place[] = isRecord(at(document, 'Model')) ? [['Model', 'ExecutionRoleArn']] : [];
  return [...one, ...listAt(document, 'Models').map((_, index): Place => ['Models', index, 'ExecutionRoleArn'])];
}
