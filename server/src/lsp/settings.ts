import { isRole } from '../../../contract/roles';
import type { Role } from '../../../contract/roles';
import type { Severity } from '../lint/finding';
import { settingMatches } from './glob';

/** The settings of section `sagemaker` that the server reads. */
export interface Settings {
  readonly lint: {
    readonly enable: boolean;
    readonly rules: Readonly<Record<string, Severity | 'off'>>;
    /** Glob, relative to the workspace folder → roles. The last one that matches wins. */
    readonly roles: Readonly<Record<string, readonly Role[]>>;
  };
  readonly region: string | undefined;
  readonly inlayHints: { readonly enable: boolean };
  readonly codeLens: { readonly enable: boolean };
}

export const DEFAULT_SETTINGS: Settings = readSettings(undefined);

/** Settings from whatever a client sends; a value of the wrong shape counts as not set. */
export function readSettings(raw: unknown): Settings {
  const all = record(raw);
  const lint = record(all['lint']);
  return {
    lint: {
      enable: flag(lint['enable']),
      rules: collect(lint['rules'], (value) => (isSeverity(value) ? value : undefined)),
      roles: collect(lint['roles'], roles),
    },
    region: region(all['region']),
    inlayHints: { enable: flag(record(all['inlayHints'])['enable']) },
    codeLens: { enable: flag(record(all['codeLens'])['enable']) },
  };
}

/** The roles the user's settings give this file; undefined when they say nothing. `path` is relative to its workspace folder. */
export function rolesFor(settings: Settings, path: string): readonly Role[] | undefined {
  let found: readonly Role[] | undefined;
  for (const [glob, value] of Object.entries(settings.lint.roles)) if (settingMatches(glob, path)) found = value;
  return found;
}

/** A plain object of unknown values; empty for anything else. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function collect<T>(value: unknown, read: (value: unknown) => T | undefined): Record<string, T> {
  const entries: [string, T][] = [];
  for (const [name, item] of Object.entries(record(value))) {
    const found = read(item);
    if (found !== undefined) entries.push([name, found]);
  }
  return Object.fromEntries(entries);
}

function roles(value: unknown): readonly Role[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const known = value.filter((item): item is Role => typeof item === 'string' && isRole(item));
  return known.length === value.length ? known : undefined;
}

function isSeverity(value: unknown): value is Severity | 'off' {
  return value === 'error' || value === 'warning' || value === 'info' || value === 'hint' || value === 'off';
}

function flag(value: unknown): boolean {
  return typeof value === 'boolean' ? value : true;
}

function region(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2}$/.test(value) ? value : undefined;
}
