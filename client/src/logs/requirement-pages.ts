import { Uri, workspace } from 'vscode';
import type { Disposable } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import { showMarkdown } from '../show-markdown';
import { requirementText } from './requirement-text';

const SCHEME = 'sagemaker-requirement';

/** Read-only pages about what SageMaker requires. */
export function registerRequirementPages(): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ path }) => {
      const { isRequirementId, requirement } = await loadEngine();
      const id = path.replace(/^\/|\.md$/g, '');
      return isRequirementId(id) ? requirementText(requirement(id)) : '';
    },
  });
}

export async function showRequirement(id: string): Promise<void> {
  const page = Uri.from({ scheme: SCHEME, path: `/${id}.md` });
  await showMarkdown(page);
}
