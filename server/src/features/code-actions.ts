import { CodeActionKind } from 'vscode-languageserver-types';
import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-types';
import { ROLES } from '../../../contract/roles';
import type { Dockerfile } from '../dockerfile/types';
import type { Edit, Finding } from '../lint/finding';
import { BAD_DIRECTIVE, UNUSED_IGNORE } from '../lint/directive-findings';
import { SOURCE } from '../lsp/to-diagnostic';
import { declareRoles, ignoreInFile, ignoreNext, instructionAt, REASON } from './directives';
import { escapeSnippet } from './escape-snippet';
import { safeEdits } from './fix-all';
import { FIX_ALL_KIND } from './kinds';
import { sameRange, touches } from './ranges';
import type { View } from './view';
import { toSnippetEdit, toWorkspaceEdit } from './workspace-edit';
import type { EditTarget } from './workspace-edit';

export interface CodeActionRequest {
  readonly range: Range;
  /** Kinds asked for; undefined: what fits a light bulb. */
  readonly only: readonly string[] | undefined;
  /** The diagnostics the client shows there. */
  readonly shown: readonly Diagnostic[];
  /** The diagnostics of the view's findings, by index. */
  readonly current: readonly Diagnostic[];
}

/** Quick fixes of the findings at the range, their ignores, the declaration of roles, and fix-all when asked for. */
export function computeCodeActions(view: View, request: CodeActionRequest, target: EditTarget): CodeAction[] {
  const actions: CodeAction[] = [];
  if (wanted(request.only, CodeActionKind.QuickFix)) actions.push(...quickFixes(view, request, target));
  if (request.only && wanted(request.only, FIX_ALL_KIND)) actions.push(...fixAll(view, target));
  return merged(actions);
}

function quickFixes(view: View, request: CodeActionRequest, target: EditTarget): readonly CodeAction[] {
  const here = view.result.findings
    .map((finding, index) => ({ finding, diagnostics: diagnosticsOf(finding, index, request) }))
    .filter(({ finding }) => touches(finding.range, request.range));
  const dockerfile = view.result.subject?.dockerfile;
  return [
    ...here.flatMap(({ finding, diagnostics }) => fixes(view, finding, diagnostics, target)),
    ...(dockerfile ? here.flatMap((it) => ignores(view, dockerfile, it.finding, it.diagnostics, target)) : []),
    ...(dockerfile ? declaration(view, dockerfile, request.range, here.length > 0, target) : []),
  ];
}

function fixes(view: View, finding: Finding, diagnostics: Diagnostic[], target: EditTarget): readonly CodeAction[] {
  const preferred = finding.fixes.find((fix) => fix.safe);
  return finding.fixes.map((fix) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    ...(fix === preferred ? { isPreferred: true } : {}),
    edit: toWorkspaceEdit(view, fix.edits, target),
  }));
}

function ignores(
  view: View,
  dockerfile: Dockerfile,
  { rule, range }: Finding,
  diagnostics: Diagnostic[],
  target: EditTarget,
): readonly CodeAction[] {
  // What is said about the linter's own comments is mended there, not ignored.
  if (rule === BAD_DIRECTIVE || rule === UNUSED_IGNORE) return [];
  const instruction = instructionAt(dockerfile, range.start);
  const kind = CodeActionKind.QuickFix;
  const inFile: CodeAction = {
    title: `Ignore ${rule} in this file`,
    kind,
    diagnostics,
    edit: toWorkspaceEdit(view, [ignoreInFile(view, dockerfile, rule)], target),
  };
  if (!instruction) return [inFile];
  const edit = ignoreNext(view, dockerfile, instruction, rule);
  const next: CodeAction = {
    title: `Ignore ${rule} on this instruction`,
    kind,
    diagnostics,
    edit: ignoreEdit(view, edit, target),
  };
  return [next, inFile];
}

/** With a client that takes snippets the reason is a placeholder, ready to be typed over. */
function ignoreEdit(view: View, edit: Edit, target: EditTarget): NonNullable<CodeAction['edit']> {
  const reason = `reason=${REASON}\n`;
  if (!target.snippetEdits || !edit.text.endsWith(reason)) return toWorkspaceEdit(view, [edit], target);
  const before = escapeSnippet(edit.text.slice(0, -reason.length));
  return toSnippetEdit(view, { ...edit, snippet: `${before}reason=\${1:${REASON}}\n` });
}

function declaration(
  view: View,
  dockerfile: Dockerfile,
  range: Range,
  beside: boolean,
  target: EditTarget,
): readonly CodeAction[] {
  const subject = view.result.subject;
  if (!subject || subject.roles.declared || subject.roles.active.size === 0) return [];
  if (!beside && !touches(subject.stage.from.range, range)) return [];
  const roles = ROLES.filter((role) => subject.roles.active.has(role));
  return [
    {
      title: `Declare the role of this Dockerfile: ${roles.join(', ')}`,
      kind: CodeActionKind.QuickFix,
      edit: toWorkspaceEdit(view, [declareRoles(view, dockerfile, roles)], target),
    },
  ];
}

function fixAll(view: View, target: EditTarget): readonly CodeAction[] {
  const edits = safeEdits(view.result.findings);
  if (edits.length === 0) return [];
  return [{ title: 'Fix all SageMaker problems', kind: FIX_ALL_KIND, edit: toWorkspaceEdit(view, edits, target) }];
}

/** The client's own diagnostic of the finding, so that it can tell which squiggle an action mends. */
function diagnosticsOf(finding: Finding, index: number, request: CodeActionRequest): Diagnostic[] {
  const shown = request.shown.find(
    (it) => it.source === SOURCE && it.code === finding.rule && sameRange(it.range, finding.range),
  );
  const diagnostic = shown ?? request.current[index];
  return diagnostic ? [diagnostic] : [];
}

/** Kinds are trees: who asks for `source` gets `source.fixAll.sagemaker` too. */
function wanted(only: readonly string[] | undefined, kind: string): boolean {
  if (!only) return true;
  return only.some((asked) => asked === '' || asked === kind || kind.startsWith(`${asked}.`));
}

/** Two findings of one rule on one instruction ask for the same comment: one action for both. */
function merged(actions: readonly CodeAction[]): CodeAction[] {
  const byIdentity = new Map<string, CodeAction>();
  for (const action of actions) {
    const key = JSON.stringify([action.title, action.kind, action.edit]);
    const first = byIdentity.get(key);
    if (!first) byIdentity.set(key, action);
    else if (action.diagnostics)
      first.diagnostics = [...new Set([...(first.diagnostics ?? []), ...action.diagnostics])];
  }
  return [...byIdentity.values()];
}
