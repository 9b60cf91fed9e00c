import { memoryFs } from '../../../server/src/context/memory-fs';
import { lint, type LintResult, type LintSettings } from '../../../server/src/lint/lint';
import { readProjectFile } from '../../../server/src/project/read';
import type { Example } from '../../../server/src/rules/rule';

export const FOLDER = '/work/project';

export const SETTINGS: LintSettings = { region: undefined, today: '2026-11-24', roles: undefined, severities: {} };

/** Absolute paths and contents of a small tree of files; `+x name` sets the execute bit. */
export function filesOf(
  files: Readonly<Record<string, string>>,
): Record<string, { text: string; executable: boolean }> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      `${FOLDER}/${name.replace(/^\+x /, '')}`,
      { text, executable: name.startsWith('+x ') },
    ]),
  );
}

/** Lints `Dockerfile` (or `path`) of a small tree of files. A rule that throws fails the test. */
export function lintFiles(
  files: Readonly<Record<string, string>>,
  path = 'Dockerfile',
  settings: Partial<LintSettings> = {},
): LintResult {
  const all = filesOf(files);
  const absolute = `${FOLDER}/${path}`;
  const text = all[absolute]?.text;
  if (text === undefined) throw new Error(`no ${path} among the files`);
  const fs = memoryFs(all);
  return lint(
    { path: absolute, text, fs, project: readProjectFile(fs, absolute), settings: { ...SETTINGS, ...settings } },
    (rule, error) => {
      throw new Error(`${rule} failed`, { cause: error });
    },
  );
}

export function lintExample(example: Example): LintResult {
  return lintFiles(example.files, example.path);
}

/** `error some-rule 3:1 message` for readable failures. */
export function describeFindings(result: LintResult): readonly string[] {
  return result.findings.map(
    (it) => `${it.severity} ${it.rule} ${it.range.start.line + 1}:${it.range.start.character + 1} ${it.message}`,
  );
}
