/** One step of a JSONPath of `DataProcessing`. */
export type PathStep =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  /** Undefined: from the first, to the last. */
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'every' };

export type ParsedPath = { readonly steps: readonly PathStep[] } | { readonly problem: string };

const NAME = /^\.(?<name>[^.[\]*\s'"?@()]+)/;
const EVERY = /^(?:\.\*|\.?\[\*\])/;
const NAMES = /^\.?\[\s*(?<list>(?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))*)\s*\]/;
const INDEXES = /^\.?\[\s*(?<list>-?\d+(?:\s*,\s*-?\d+)*)\s*\]/;
const SLICE = /^\.?\[\s*(?<from>-?\d+)?\s*:\s*(?<to>-?\d+)?\s*\]/;

/**
 * Reads the part of JSONPath that batch transform supports: `$`, `.name`, `*`, `['a','b']`, `[0,-1]` and `[1:]`
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html#data-processing-operators).
 */
export function parsePath(text: string): ParsedPath {
  if (!text.startsWith('$')) return { problem: `\`${text}\` doesn’t begin with \`$\`` };
  const steps: PathStep[] = [];
  let rest = text.slice(1);
  while (rest !== '') {
    const last = steps.at(-1);
    if (last?.kind === 'names' && last.names.length > 1) {
      return { problem: `\`${text}\` goes on behind a list of names, which is not supported` };
    }
    const step = firstStep(rest);
    if (step === undefined) return { problem: `\`${rest}\` in \`${text}\` is not supported` };
    if (step.is.kind === 'names' && step.is.names.length > 1 && step.is.names.some((name) => name.includes('.'))) {
      return { problem: `\`${text}\` has a path inside a list of names, which is not supported` };
    }
    steps.push(step.is);
    rest = rest.slice(step.length);
  }
  return { steps };
}

function firstStep(text: string): { readonly is: PathStep; readonly length: number } | undefined {
  const every = EVERY.exec(text);
  if (every !== null) return { is: { kind: 'every' }, length: every[0].length };
  const name = NAME.exec(text);
  if (name !== null) return { is: { kind: 'names', names: [name.groups?.['name'] ?? ''] }, length: name[0].length };
  const names = NAMES.exec(text);
  if (names !== null) {
    const quoted = names.groups?.['list']?.match(/'[^']*'|"[^"]*"/g) ?? [];
    return { is: { kind: 'names', names: quoted.map((one) => one.slice(1, -1)) }, length: names[0].length };
  }
  const indexes = INDEXES.exec(text);
  if (indexes !== null) {
    const list = indexes.groups?.['list']?.split(',').map(Number) ?? [];
    return { is: { kind: 'indexes', indexes: list }, length: indexes[0].length };
  }
  const slice = SLICE.exec(text);
  if (slice === null) return undefined;
  const { from, to } = slice.groups ?? {};
  const bound = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
  return { is: { kind: 'slice', from: bound(from), to: bound(to) }, length: slice[0].length };
}

/** Whether it chooses columns: a row of CSV has nothing but indexes. */
export function isColumns(steps: readonly PathStep[]): boolean {
  return steps.length < 2 && steps.every(({ kind }) => kind !== 'names');
}

/** Whether it means everything, as the default does. */
export function isWhole(path: string | undefined): boolean {
  return path === undefined || path === '' || path === '$';
}
