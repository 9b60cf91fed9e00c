import type { PathStep } from '../plan/transform-path';
import { UserError } from '../user-error';

/**
 * What a JSONPath chooses of a record. As in the library that AWS names (github.com/json-path/JsonPath) a path that can
 * only mean one value gives this value, and any other a list; several names give an object of those that are there.
 */
export function select(value: unknown, steps: readonly PathStep[], path: string): unknown {
  let found: readonly unknown[] = [value];
  let one = true;
  for (const step of steps) {
    const strict = one;
    found = found.flatMap((from) => taken(from, step) ?? (strict ? missing(path) : []));
    if (step.kind !== 'names' && !(step.kind === 'indexes' && step.indexes.length === 1)) one = false;
  }
  return one ? found[0] : found;
}

/** Undefined: there is no such thing. */
function taken(from: unknown, step: PathStep): readonly unknown[] | undefined {
  switch (step.kind) {
    case 'names':
      return named(from, step.names);
    case 'every':
      return typeof from === 'object' && from !== null ? Object.values(from) : undefined;
    case 'indexes':
      return Array.isArray(from) ? indexed(from, step.indexes) : undefined;
    case 'slice':
      return Array.isArray(from) ? sliced(from, step.from, step.to) : undefined;
  }
}

function named(from: unknown, names: readonly string[]): readonly unknown[] | undefined {
  if (typeof from !== 'object' || from === null || Array.isArray(from)) return undefined;
  const members = new Map<string, unknown>(Object.entries(from));
  const [name] = names;
  if (names.length > 1) return [Object.fromEntries([...members].filter(([key]) => names.includes(key)))];
  return name !== undefined && members.has(name) ? [members.get(name)] : undefined;
}

/** An index that isn't there is an error (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataProcessing.html). */
function indexed(from: readonly unknown[], indexes: readonly number[]): readonly unknown[] | undefined {
  const places = indexes.map((index) => (index < 0 ? from.length + index : index));
  return places.every((place) => place >= 0 && place < from.length) ? places.map((place) => from[place]) : undefined;
}

/** The last index belongs to it: AWS’s page says that `$[1:4]` is the second through fifth column. */
function sliced(from: readonly unknown[], first: number | undefined, last: number | undefined): readonly unknown[] {
  const end = last === undefined || last === -1 ? undefined : last + 1;
  return from.slice(first, end);
}

function missing(path: string): never {
  throw new UserError(
    `\`${path}\` chooses something that a record doesn’t have, so the job fails on SageMaker as well.`,
    'Correct the filter, or the record.',
  );
}
