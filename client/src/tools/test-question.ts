import { l10n } from 'vscode';
import type { ToolWork } from './tool';
import { shownPath } from './workspace-file';

/** A Dockerfile of the workspace, or an image. */
export interface TestInput {
  readonly path?: string;
  readonly image?: string;
}

/** What is asked before an image is tested, and said meanwhile. */
export const testQuestion: Required<Pick<ToolWork<TestInput>, 'doing' | 'confirm'>> = {
  doing: (input) => l10n.t('Testing {0} against the contract of SageMaker', named(input)),
  confirm: (input) => ({
    title: l10n.t('Run containers?'),
    message:
      input.path === undefined
        ? l10n.t('The image {0} is started on this machine, as SageMaker would start it.', named(input))
        : l10n.t('{0} is built, and its image is started on this machine as SageMaker would start it.', named(input)),
  }),
};

function named({ path, image }: TestInput): string {
  return path === undefined ? (image ?? '') : shownPath(path);
}
