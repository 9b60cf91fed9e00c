import { l10n, Uri, workspace } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import { requirementText } from '../logs/requirement-text';
import type { Parts } from '../parts';
import type { ToolWork } from './tool';
import { ToolRefusal } from './workspace-file';

const RULE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Explains a rule of the linter (`train-is-answered`) or a requirement of SageMaker (`LAUNCH-01`). */
export function explainTool({ context }: Parts): ToolWork<{ readonly id: string }> {
  return {
    doing: ({ id }) => l10n.t('Reading about {0}', id),
    run: async ({ id }) => {
      const { isRequirementId, requirement } = await loadEngine();
      const upper = id.toUpperCase();
      if (isRequirementId(upper)) return requirementText(requirement(upper));
      const page = Uri.joinPath(context.extensionUri, 'docs', 'rules', `${id}.md`);
      const bytes = RULE.test(id)
        ? await Promise.resolve(workspace.fs.readFile(page)).catch(() => undefined)
        : undefined;
      if (bytes === undefined) throw new ToolRefusal(l10n.t('There is no rule and no requirement {0}.', id));
      return new TextDecoder().decode(bytes);
    },
  };
}
