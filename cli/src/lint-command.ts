import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { isRole, type Role } from '../../contract/roles';
import { diskFs } from '../../server/src/context/disk-fs';
import type { FileSystem } from '../../server/src/context/types';
import { withImplied } from '../../server/src/lint/directives';
import type { Severity } from '../../server/src/lint/finding';
import { lint, type LintResult, type LintSettings } from '../../server/src/lint/lint';
import { readProjectFile } from '../../server/src/project/read';
import type { ReportEntry } from '../../server/src/report/entry';
import { toGitHub } from '../../server/src/report/github';
import { toJson } from '../../server/src/report/json';
import { toSarif } from '../../server/src/report/sarif';
import { toText } from '../../server/src/report/text';
import { ruleById } from '../../server/src/rules/index';
import { applySafeFixes } from './apply-fixes';
import { findDockerfiles } from './find-dockerfiles';
import { readGivenFile } from './read-file';
import { oneOf, readOptions } from './read-options';
import type { OptionName } from './read-options';
import { noSuchRule } from './rules-command';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

const SEVERITIES = ['off', 'hint', 'info', 'warning', 'error'] as const;
const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
const OPTIONS = [
  'format',
  'fix',
  'max-severity',
  'rule',
  'roles',
  'region',
  'stdin-filename',
  'quiet',
] as const satisfies readonly OptionName[];
const MOST_FIX_PASSES = 5;

/** `lint`: prints findings, returns the exit code. */
export function lintCommand(args: readonly string[], terminal: Terminal): number {
  const options = readOptions(args, OPTIONS);
  const format = oneOf(options.text('format') ?? 'text', FORMATS, '--format');
  const most = oneOf(options.text('max-severity') ?? 'warning', SEVERITIES, '--max-severity');
  const roles = options.text('roles');
  const [fix, quiet] = [options.flag('fix'), options.flag('quiet')];
  const settings: LintSettings = {
    region: options.text('region'),
    today: terminal.today(),
    roles: roles === undefined ? undefined : readRoles(roles),
    severities: Object.fromEntries(options.list('rule').map(readRule)),
  };
  const targets = options.positionals.length > 0 ? options.positionals : ['.'];
  if (targets.includes('-') && (targets.length > 1 || fix)) {
    throw new UsageError('- reads one Dockerfile from standard input; it takes no other paths and no --fix.');
  }
  const fs = diskFs();
  const files = targets[0] === '-' ? [options.text('stdin-filename') ?? 'Dockerfile'] : findDockerfiles(targets);
  const entries = files.map((file) => {
    const text = targets[0] === '-' ? terminal.readInput() : readGivenFile(file).toString();
    return entryOf(file, text, fs, settings, fix, quiet, terminal);
  });
  terminal.write(print(entries, format, terminal));
  const gravest = Math.max(
    0,
    ...entries.flatMap((it) => it.result.findings.map((f) => SEVERITIES.indexOf(f.severity))),
  );
  return gravest > SEVERITIES.indexOf(most) ? 1 : 0;
}

function readRoles(text: string): readonly Role[] {
  const names = text
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '' && it !== 'none');
  const roles = names.filter(isRole);
  const wrong = names.find((it) => !isRole(it));
  if (wrong !== undefined)
    throw new UsageError(
      `${wrong} is not a role. Roles are training, inference, multi-model, pipeline, processing, studio, hyperpod, none.`,
    );
  return withImplied(roles);
}

function readRule(text: string): [string, Severity | 'off'] {
  const [id = '', value = ''] = text.split('=');
  if (!ruleById(id)) throw new UsageError(noSuchRule(id));
  return [id, oneOf(value, SEVERITIES, `--rule ${id}`)];
}

function entryOf(
  file: string,
  text: string,
  fs: FileSystem,
  settings: LintSettings,
  fix: boolean,
  quiet: boolean,
  terminal: Terminal,
): ReportEntry {
  const path = slashes(resolve(terminal.cwd, file));
  let current = text;
  let result = run(path, current, fs, settings, terminal);
  for (let pass = 0; fix && pass < MOST_FIX_PASSES; pass += 1) {
    const fixed = applySafeFixes(path, current, result, fs);
    if (fixed.size === 0) break;
    for (const [target, content] of fixed) writeFileSync(target, content);
    current = fixed.get(path) ?? current;
    result = run(path, current, diskFs(), settings, terminal);
  }
  const shown = quiet
    ? { ...result, findings: result.findings.filter((it) => it.severity === 'error' || it.severity === 'warning') }
    : result;
  const toRelative = (other: string): string => shorten(other, terminal.cwd);
  return { file: shorten(path, terminal.cwd), path, text: current, result: shown, relative: toRelative };
}

function run(path: string, text: string, fs: FileSystem, settings: LintSettings, terminal: Terminal): LintResult {
  return lint({ path, text, fs, project: readProjectFile(fs, path), settings }, (rule, error) => {
    terminal.warn(
      `${rule} failed on ${path}, please report this: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  });
}

/** Relative to the working directory when it lies below it. */
function shorten(path: string, cwd: string): string {
  const short = slashes(relative(cwd, path));
  return short.startsWith('..') || short === '' ? path : short;
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function print(entries: readonly ReportEntry[], format: (typeof FORMATS)[number], terminal: Terminal): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(toJson(entries), null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(toSarif(entries, slashes(terminal.cwd), terminal.version), null, 2)}\n`;
    case 'github':
      return toGitHub(entries);
    case 'text':
      return toText(entries, terminal.colour);
  }
}
