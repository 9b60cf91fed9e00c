import { applyEdits, modify } from 'jsonc-parser';
import type { Rule } from '../../server/src/rules/rule';

const PATH = ['contributes', 'configuration', 'properties', 'sagemaker.lint.rules', 'properties'];

/** package.json with one described entry for every rule in the setting `sagemaker.lint.rules`. */
export function withRuleSettings(manifest: string, rules: readonly Rule[]): string {
  const properties = Object.fromEntries(
    rules.map((it) => [it.id, { description: it.summary, enum: ['error', 'warning', 'info', 'hint', 'off'] }]),
  );
  const edits = modify(manifest, PATH, properties, { formattingOptions: { insertSpaces: true, tabSize: 2 } });
  return applyEdits(manifest, edits);
}
