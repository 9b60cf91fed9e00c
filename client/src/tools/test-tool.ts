import { commands, l10n } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import type { ContractRun } from '../testing/contract-run';
import { testQuestion } from './test-question';
import type { TestInput } from './test-question';
import type { ToolWork } from './tool';
import { mustBeTrusted, ToolRefusal, workspaceFile } from './workspace-file';

/** Builds an image and runs the contract tests on it; the Test Explorer shows them. */
export function testTool(): ToolWork<TestInput> {
  return {
    ...testQuestion,
    run: async ({ path, image }, signal) => {
      mustBeTrusted();
      if (path === undefined && image === undefined) throw new ToolRefusal(l10n.t('Name a Dockerfile or an image.'));
      const target = path === undefined ? { image } : await workspaceFile(path);
      const run = await commands.executeCommand<ContractRun | undefined>('sagemaker.testContract', target, { signal });
      signal.throwIfAborted();
      if (run === undefined) {
        throw new ToolRefusal(l10n.t('There are no results: the view Test Results says what went wrong.'));
      }
      const { conformanceText } = await loadEngine();
      const places = Object.entries(run.places).map(([id, place]) => `${id}: look at ${place}\n`);
      return `${run.image}\n${conformanceText(run.tests)}${places.join('')}`;
    },
  };
}
