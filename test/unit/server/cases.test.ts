import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeFindings, lintFiles } from './lint-files';

/**
 * Small Dockerfiles with their contexts, modelled on real ones: good ones (nothing above a hint), look-alikes that have
 * nothing to do with SageMaker (nothing at all), and broken ones (a warning or error about each named requirement).
 */
interface Case {
  readonly name: string;
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
  /** `A|B`: one of them. */
  readonly requirements?: readonly string[];
  /** Requirements that may be reported besides. */
  readonly tolerated?: readonly string[];
}

const folder = resolve(import.meta.dirname, '../../cases');

function cases(name: string): readonly (readonly [string, Case])[] {
  const all = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as readonly Case[];
  return all.map((it) => [it.name, it] as const);
}

describe('good', () => {
  it.each(cases('good'))('%s', (_name, { files, path, tolerated = [] }) => {
    const result = lintFiles(files, path);
    const loud = result.findings.filter(
      (it) => it.severity !== 'hint' && !it.requirements.some((id) => tolerated.includes(id)),
    );
    expect(describeFindings({ ...result, findings: loud })).toEqual([]);
  });
});

describe('look-alikes', () => {
  it.each(cases('look-alikes'))('%s', (_name, { files, path }) => {
    expect(describeFindings(lintFiles(files, path))).toEqual([]);
  });
});

describe('broken', () => {
  it.each(cases('broken'))('%s', (_name, { files, path, requirements = [] }) => {
    const result = lintFiles(files, path);
    const loud = result.findings.filter((it) => it.severity === 'error' || it.severity === 'warning');
    for (const one of requirements) {
      const wanted = one.split('|');
      expect(
        loud.some((it) => it.requirements.some((id) => wanted.includes(id))),
        `${one} among\n${describeFindings(result).join('\n')}`,
      ).toBe(true);
    }
  });
});
