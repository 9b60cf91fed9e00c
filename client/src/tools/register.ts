import { Disposable, lm } from 'vscode';
import type { Parts } from '../parts';
import { explainTool } from './explain-tool';
import { failureTool } from './failure-tool';
import { lintTool } from './lint-tool';
import { planTool } from './plan-tool';
import { testTool } from './test-tool';
import { textTool } from './tool';
import type { ToolWork } from './tool';

/** Tools for language models. Nothing calls them when AI features are disabled. */
export function registerTools(parts: Parts): Disposable {
  // Editors that are made of VS Code may lack them.
  if (typeof Reflect.get(lm, 'registerTool') !== 'function') return new Disposable(() => undefined);
  const tool = <T>(name: string, work: ToolWork<T>): Disposable => lm.registerTool(name, textTool(work));
  return Disposable.from(
    tool('sagemaker_lint_dockerfile', lintTool(parts)),
    tool('sagemaker_explain_rule', explainTool(parts)),
    tool('sagemaker_plan_request', planTool()),
    tool('sagemaker_test_contract', testTool()),
    tool('sagemaker_read_failure', failureTool(parts)),
  );
}
