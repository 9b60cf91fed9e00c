import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';
import { ROLES } from '../../../contract/roles';
import { RULES, ruleUrl } from '../rules/index';
import type { Cursor } from './cursor';
import { rangeAround } from './cursor';
import type { View } from './view';

const KEYS = [
  { key: 'roles', detail: 'What this image is for on SageMaker' },
  { key: 'ignore', detail: 'Rules to ignore on the next instruction' },
  { key: 'ignore-file', detail: 'Rules to ignore in this file' },
];

const REASON = { key: 'reason', detail: 'Why the rule does not apply here' };

/** Inside `# sagemaker: …`: keys, role names and rule ids; after a lone `#` the directive itself. */
export function directiveItems(view: View, cursor: Cursor): CompletionItem[] {
  const begun = /^\s*#\s*([a-z]*)$/i.exec(cursor.before);
  if (begun) return 'sagemaker'.startsWith((begun[1] ?? '').toLowerCase()) ? whole(view, cursor, begun[1] ?? '') : [];
  const inside = /^\s*#\s*sagemaker:(.*)$/i.exec(cursor.before)?.[1];
  if (inside === undefined || /\breason\s*=/i.test(inside)) return [];
  const list = /\b(roles|ignore-file|ignore)\s*=\s*([\w,-]*)$/i.exec(inside);
  if (list) return values(view, cursor, list[1] ?? '', (list[2] ?? '').split(','));
  const key = /(?:^|\s)([a-z-]*)$/i.exec(inside);
  return key ? keys(view, cursor, key[1] ?? '', inside) : [];
}

function whole(view: View, cursor: Cursor, typed: string): CompletionItem[] {
  const range = rangeAround(view, cursor, typed.length, 0);
  return KEYS.map(({ key, detail }, index) => ({
    label: `sagemaker: ${key}=`,
    kind: CompletionItemKind.Keyword,
    detail,
    sortText: String(index),
    textEdit: { range, newText: `${cursor.before.endsWith('#') ? ' ' : ''}sagemaker: ${key}=` },
    filterText: `sagemaker: ${key}=`,
  }));
}

function keys(view: View, cursor: Cursor, typed: string, inside: string): CompletionItem[] {
  const range = rangeAround(view, cursor, typed.length, /^[a-z-]*=?/i.exec(cursor.after)?.[0].length ?? 0);
  const ignoring = /\bignore(?:-file)?\s*=/i.test(inside);
  const offered = ignoring ? [REASON] : KEYS.filter(({ key }) => !new RegExp(`\\b${key}\\s*=`, 'i').test(inside));
  const blank = typed === '' && inside === '' ? ' ' : '';
  return offered.map(({ key, detail }, index) => ({
    label: `${key}=`,
    kind: CompletionItemKind.Keyword,
    detail,
    sortText: String(index),
    textEdit: { range, newText: `${blank}${key}=` },
    filterText: `${blank}${key}=`,
  }));
}

function values(view: View, cursor: Cursor, key: string, typed: readonly string[]): CompletionItem[] {
  const last = typed.at(-1) ?? '';
  const taken = new Set(typed.slice(0, -1));
  const range = rangeAround(view, cursor, last.length, /^[\w-]*/.exec(cursor.after)?.[0].length ?? 0);
  if (key.toLowerCase() === 'roles') {
    return ROLES.filter((role) => !taken.has(role)).map((role, index) => ({
      label: role,
      kind: CompletionItemKind.EnumMember,
      sortText: String(index),
      textEdit: { range, newText: role },
    }));
  }
  const found = new Set(view.result.findings.map((finding) => finding.rule));
  return RULES.filter((rule) => !taken.has(rule.id)).map((rule) => ({
    label: rule.id,
    kind: CompletionItemKind.Reference,
    detail: rule.summary,
    documentation: { kind: 'markdown', value: `[${rule.id}](${ruleUrl(rule.id)})` },
    // Rules that have something to say about this file come first.
    sortText: `${found.has(rule.id) ? 0 : 1}${rule.id}`,
    textEdit: { range, newText: rule.id },
  }));
}
