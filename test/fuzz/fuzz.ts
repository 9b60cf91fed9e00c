import { TextDocument } from 'vscode-languageserver-textdocument';
import { memoryFs } from '../../server/src/context/memory-fs';
import { lint, type LintResult } from '../../server/src/lint/lint';
import { RULES } from '../../server/src/rules/index';
import { FOLDER, SETTINGS, filesOf } from '../unit/server/lint-files';
import { createRandom, mutate } from './mutate';

export interface Seed {
  readonly files: Readonly<Record<string, string>>;
  readonly path: string;
}

export interface Failure {
  readonly what: string;
  readonly text: string;
}

export interface Outcome {
  readonly cases: number;
  readonly findings: number;
  /** Of the slowest case, the faster of two runs. */
  readonly slowestMilliseconds: number;
  readonly failures: readonly Failure[];
}

const SLOW = 50;
const MOST_FAILURES = 5;

/** The examples of all rules: small real Dockerfiles with their files, good and bad. */
export function seeds(): readonly Seed[] {
  return RULES.flatMap((rule) => [...rule.bad, ...rule.good]).map((it) => ({
    files: it.files,
    path: it.path ?? 'Dockerfile',
  }));
}

/** Lints `cases` mutated Dockerfiles. A crash, a case over 50 ms or a range outside the text is a failure. */
export function fuzz(cases: number, seed: number, from: readonly Seed[]): Outcome {
  const random = createRandom(seed);
  const failures: Failure[] = [];
  let findings = 0;
  let slowest = 0;
  for (let i = 0; i < cases && failures.length < MOST_FAILURES; i += 1) {
    const chosen = from[random(from.length)];
    const other = from[random(from.length)];
    if (!chosen || !other) break;
    const text = mutate(textOf(chosen), textOf(other), random);
    // Now and then a file of the context is broken instead.
    const names = Object.keys(chosen.files).filter((it) => it !== chosen.path);
    const name = random(3) === 0 ? names[random(names.length)] : undefined;
    const files =
      name === undefined
        ? chosen.files
        : { ...chosen.files, [name]: mutate(chosen.files[name] ?? '', textOf(other), random) };
    const { result, milliseconds, error } = once(text, files, chosen.path);
    if (error !== undefined) failures.push({ what: error, text });
    else if (result) {
      findings += result.findings.length;
      const bad = outside(result, text);
      if (bad !== undefined) failures.push({ what: bad, text });
    }
    if (milliseconds <= SLOW) slowest = Math.max(slowest, milliseconds);
    else {
      const again = Math.min(once(text, files, chosen.path).milliseconds, once(text, files, chosen.path).milliseconds);
      slowest = Math.max(slowest, again);
      if (again > SLOW) failures.push({ what: `took ${again.toFixed(0)} ms`, text });
    }
  }
  return { cases, findings, slowestMilliseconds: slowest, failures };
}

function textOf({ files, path }: Seed): string {
  return files[path] ?? files[`+x ${path}`] ?? '';
}

function once(
  text: string,
  files: Seed['files'],
  path: string,
): { result: LintResult | undefined; milliseconds: number; error: string | undefined } {
  const absolute = `${FOLDER}/${path}`;
  const fs = memoryFs(filesOf({ ...files, [path]: text }));
  const start = performance.now();
  let error: string | undefined;
  let result: LintResult | undefined;
  try {
    result = lint({ path: absolute, text, fs, project: undefined, settings: SETTINGS }, (rule, cause) => {
      error = `${rule}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`;
    });
  } catch (cause) {
    error = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  }
  return { result, milliseconds: performance.now() - start, error };
}

/** The first range of a finding or fix that is not inside its text. */
function outside(result: LintResult, text: string): string | undefined {
  const document = TextDocument.create('file:///Dockerfile', 'dockerfile', 0, text);
  for (const finding of result.findings) {
    const ranges = [
      finding.range,
      ...finding.fixes.flatMap((it) => it.edits.filter((edit) => edit.file === undefined).map((edit) => edit.range)),
    ];
    for (const { start, end } of ranges) {
      for (const position of [start, end]) {
        const back = document.positionAt(document.offsetAt(position));
        if (back.line !== position.line || back.character !== position.character) {
          return `${finding.rule}: ${JSON.stringify(position)} is outside the text`;
        }
      }
      if (document.offsetAt(start) > document.offsetAt(end))
        return `${finding.rule}: ${JSON.stringify({ start, end })} ends before it starts`;
    }
  }
  return undefined;
}
