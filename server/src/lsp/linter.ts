import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { LintResult } from '../lint/lint';
import type { View } from '../features/view';
import { isWithin, relativeTo } from '../context/paths';
import { NO_FILES } from './host';
import type { Host } from './host';
import { rolesFor } from './settings';
import type { Settings } from './settings';
import { toDiagnostic } from './to-diagnostic';
import { fileNameOf } from './uri';
import type { Client } from './client';
import { isSameList } from '../same-list';

/** The outcome of one lint of one version of a document. */
export interface Linted {
  readonly view: View;
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
  /** Stays the same as long as the diagnostics do. */
  readonly resultId: string;
}

export interface Linter {
  /** The kept result when neither the text, the settings nor the files behind it changed; else a new lint. */
  lint(document: TextDocument): Promise<Linted>;
  /** Lints a document that is not open: nothing is kept of it, and nobody is told. */
  peek(document: TextDocument): Promise<Linted>;
  /** The next `lint` of the document looks again. */
  invalidate(uri: string): void;
  /** Drops what is kept of a closed document. */
  forget(uri: string): void;
  /** Does the document's result rest on one of these files (absolute paths)? */
  dependsOn(uri: string, paths: readonly string[]): boolean;
}

export interface LinterParts {
  readonly host: Host;
  readonly client: Client;
  settingsOf(uri: string): Promise<Settings>;
  onLinted(linted: Linted): void;
  onError(what: string, error: unknown): void;
}

const NOTHING: LintResult = { findings: [], subject: undefined, dependsOn: [] };

/** Lints documents and keeps the last result of each. */
export function createLinter(parts: LinterParts): Linter {
  const kept = new Map<string, { linted: Linted; stale: boolean }>();
  let serial = 0;

  const fresh = (document: TextDocument, settings: Settings, result: LintResult): Linted => {
    const view = toView(document, settings, result, parts);
    const before = kept.get(document.uri)?.linted;
    if (before && isSameList(before.view.result.findings, result.findings)) return { ...before, view, settings };
    const diagnostics = result.findings.map((finding, index) =>
      toDiagnostic(finding, index, {
        uri: document.uri,
        pathToUri: parts.host.pathToUri,
        relatedInformation: parts.client.relatedInformation,
        tags: parts.client.tags,
      }),
    );
    const same = before !== undefined && JSON.stringify(before.diagnostics) === JSON.stringify(diagnostics);
    return { view, settings, diagnostics, resultId: same ? before.resultId : String(++serial) };
  };

  return {
    async lint(document) {
      const settings = await parts.settingsOf(document.uri);
      const analysis = await import('./analysis');
      const last = kept.get(document.uri);
      if (last && !last.stale && last.linted.view.version === document.version && last.linted.settings === settings)
        return last.linted;
      const result = settings.lint.enable
        ? run(document, settings, parts, analysis.lintDocument, last?.linted.view.result)
        : NOTHING;
      const linted = fresh(document, settings, result);
      kept.set(document.uri, { linted, stale: false });
      parts.onLinted(linted);
      parts.host.rest?.();
      return linted;
    },
    async peek(document) {
      const settings = await parts.settingsOf(document.uri);
      const analysis = await import('./analysis');
      const result = settings.lint.enable ? run(document, settings, parts, analysis.lintDocument) : NOTHING;
      const linted = fresh(document, settings, result);
      parts.host.rest?.();
      return linted;
    },
    invalidate(uri) {
      const last = kept.get(uri);
      if (last) last.stale = true;
    },
    forget: (uri) => void kept.delete(uri),
    dependsOn(uri, paths) {
      const view = kept.get(uri)?.linted.view;
      if (!view) return false;
      const root = view.result.subject?.context.root;
      const files = new Set(view.result.dependsOn);
      return paths.some(
        (path) => path !== view.path && (files.has(path) || (root !== undefined && isWithin(path, root))),
      );
    },
  };
}

type LintDocument = typeof import('./analysis').lintDocument;

function run(
  document: TextDocument,
  settings: Settings,
  parts: LinterParts,
  lintDocument: LintDocument,
  previous?: LintResult,
): LintResult {
  const file = parts.host.uriToPath(document.uri);
  const path = pathOf(document.uri, file);
  const folders = parts.client.folders.flatMap((uri) => parts.host.uriToPath(uri) ?? []);
  try {
    return lintDocument(
      {
        path,
        text: document.getText(),
        fs: file === undefined ? NO_FILES : parts.host.fs,
        settings: {
          region: settings.region,
          today: parts.host.today(),
          roles: rolesFor(settings, inFolder(folders, path)),
          severities: settings.lint.rules,
        },
      },
      (rule, error) => {
        parts.onError(`rule ${rule} on ${document.uri}`, error);
      },
      previous,
    );
  } catch (error) {
    parts.onError(`lint of ${document.uri}`, error);
    return NOTHING;
  }
}

function toView(document: TextDocument, settings: Settings, result: LintResult, parts: LinterParts): View {
  return {
    uri: document.uri,
    path: pathOf(document.uri, parts.host.uriToPath(document.uri)),
    version: document.version,
    document: TextDocument.create(document.uri, document.languageId, document.version, document.getText()),
    result,
    region: settings.region,
    today: parts.host.today(),
  };
}

/** Absolute path of a document: its file's, or a made-up one for a document without a file. */
function pathOf(uri: string, file: string | undefined): string {
  if (file !== undefined) return file;
  const name = fileNameOf(uri);
  return `/untitled/${name === '' ? 'Dockerfile' : name}`;
}

/** The path as seen from the innermost workspace folder that holds it, else as it is. */
function inFolder(folders: readonly string[], path: string): string {
  const folder = folders.filter((it) => isWithin(path, it)).sort((a, b) => b.length - a.length)[0];
  return folder === undefined ? path : relativeTo(folder, path);
}
