import { commands, l10n } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import type { ContractRun } from '../testing/contract-run';
import type { ToolWork } from './tool';
import { mustBeTrusted, shownPath, ToolRefusal, workspaceFile } from './workspace-file';

/** A Dockerfile of the workspace, or an image. */
export interface TestInput {
  readonly path?: string;
  readonly image?: string;
}

/** Builds an image and runs the contract tests on it; the Test Explorer shows them. */
export function testTool(): ToolWork<TestInput> {
  return {
    doing: (input) => l10n.t('Testing {0} against the contract of SageMaker', named(input)),
    confirm: (input) => ({
      title: l10n.t('Run containers?'),
      message:
        input.path === undefined
          ? l10n.t('The image {0} is started on this machine, as SageMaker would start it.', named(input))
          : l10n.t('{0} is built, and its image is started on this machine as SageMaker would start it.', named(input)),
    }),
    run: async ({ path, image }) => {
      mustBeTrusted();
      if (path === undefined && image === undefined) throw new ToolRefusal(l10n.t('Name a Dockerfile or an image.'));
      const target = path === undefined ? { image } : await workspaceFile(path);
      const run = await commands.executeCommand<ContractRun | undefined>('sagemaker.testContract', target);
      if (run === undefined) {
        throw new ToolRefusal(l10n.t('There are no results: the view Test Results says what went wrong.'));
      }
      const { conformanceText } = await loadEngine();
      const places = Object.entries(run.places).map(([id, place]) => `${id}: look at ${place}\n`);
      return `${run.image}\n${conformanceText(run.tests)}${places.join('')}`;
    },
  };
}

function named({ path, image }: TestInput): string {
  return path === undefined ? (image ?? '') : shownPath(path);
}
