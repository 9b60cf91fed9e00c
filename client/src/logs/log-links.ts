import { scriptLines } from './script-lines';

/** Something in a line of a log that leads somewhere. */
export type LogLink = { readonly start: number; readonly length: number } & (
  | { readonly kind: 'script'; readonly path: string; readonly line: number }
  /** `keyword`: of the instruction; undefined: not known. `line` is from 1. */
  | { readonly kind: 'dockerfile'; readonly keyword: string | undefined; readonly line: number }
  | { readonly kind: 'requirement' | 'rule'; readonly id: string }
  | { readonly kind: 'metrics' }
);

export interface KnownIds {
  readonly isRequirement: (id: string) => boolean;
  readonly isRule: (id: string) => boolean;
  /** The words of ours that open the chart. */
  readonly metrics: string;
}

/** The links of one line of a log. */
export function logLinks(line: string, { isRequirement, isRule, metrics }: KnownIds): readonly LogLink[] {
  const scripts = scriptLines(line).map((it): LogLink => ({ kind: 'script', ...it }));
  const requirements = ids(line, /\b[A-Z]+-\d{2}\b/g, isRequirement).map((it): LogLink => ({
    kind: 'requirement',
    ...it,
  }));
  const rules = ids(line, /(?<![\w/.-])[a-z0-9]+(?:-[a-z0-9]+){2,}(?![\w/.-])/g, isRule).map((it): LogLink => ({
    kind: 'rule',
    ...it,
  }));
  const ours: readonly LogLink[] = line.trim() === metrics ? [{ kind: 'metrics', ...placeOf(line, metrics) }] : [];
  return [...scripts, ...dockerfileLinks(line), ...requirements, ...rules, ...ours];
}

/** `RUN pip install x failed on line 7`, as our own sentences have it, and `Dockerfile:7`, as BuildKit has it. */
function dockerfileLinks(line: string): readonly LogLink[] {
  const ours = [...line.matchAll(/(?:\b(?<keyword>[A-Z]+)\b[^\n]*? )?failed on (?<place>line (?<line>\d+))/g)];
  const kits = [...line.matchAll(/(?<![\w/])(?<place>Dockerfile:(?<line>\d+))/g)];
  return [...ours, ...kits].map(({ index, 0: whole, groups = {} }): LogLink => {
    const { place = whole, keyword, line: number = '1' } = groups;
    const start = index + whole.lastIndexOf(place);
    return { kind: 'dockerfile', start, length: place.length, keyword, line: Number(number) };
  });
}

function ids(line: string, pattern: RegExp, isKnown: (id: string) => boolean) {
  return [...line.matchAll(pattern)]
    .filter(([id]) => isKnown(id))
    .map(({ index, 0: id }) => ({ id, start: index, length: id.length }));
}

function placeOf(line: string, text: string): { readonly start: number; readonly length: number } {
  return { start: line.indexOf(text), length: text.length };
}
