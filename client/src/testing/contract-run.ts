import { MarkdownString, TestMessage, Location, l10n, workspace } from 'vscode';
import type { TestItem, TestRun } from 'vscode';
import type { ConformanceResult, Outcome } from '../../../engine/src/conformance/types';
import type { Engine } from '../engine/load-engine';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { isAborted, readError } from '../show-error';
import type { ContractItems } from './contract-items';
import { failureText } from './failure-text';
import { keptResultsKey, tally } from './kept-results';
import { testDockerfile } from './test-dockerfile';
import type { TestedRoles } from './tested-roles';

export interface Selected {
  /** Of the Dockerfile. */
  readonly item: TestItem;
  readonly roles: TestedRoles;
  /** Items of the tests to run. */
  readonly tests: readonly TestItem[];
}

/** Runs tests of one Dockerfile, and tells the Test Explorer each result. */
export async function runSelected(
  parts: Parts,
  items: ContractItems,
  run: TestRun,
  { item, roles, tests }: Selected,
  signal: AbortSignal,
): Promise<void> {
  const engine = await loadEngine();
  const waiting = new Map(tests.map((test) => [items.testOf(test)?.id ?? '', test]));
  const outcomes: Outcome[] = [];
  const whole = tests.length === item.children.size;
  try {
    await saved(item);
    for (const test of tests) run.started(test);
    await testDockerfile(
      engine,
      {
        docker: await parts.connections.local.engine(),
        dockerfile: item.uri?.fsPath ?? '',
        roles,
        only: whole ? undefined : [...waiting.keys()],
        onOutput: (line) => {
          run.appendOutput(`${line}\r\n`, undefined, item);
        },
        onResult: (result) => {
          const test = waiting.get(result.id);
          if (test === undefined) return;
          waiting.delete(result.id);
          outcomes.push(result.outcome);
          report(engine, run, test, result);
        },
      },
      signal,
    );
    for (const test of waiting.values()) run.skipped(test);
    if (whole) await parts.context.workspaceState.update(keptResultsKey(item.id), tally(outcomes, new Date()));
  } catch (error) {
    if (signal.aborted || isAborted(error)) {
      for (const test of waiting.values()) run.skipped(test);
      return;
    }
    const { message, remedy } = readError(error);
    if (remedy === undefined) parts.log.error(error instanceof Error ? error : String(error));
    const failure = [message, remedy].filter((it) => it !== undefined).join(' ');
    for (const test of waiting.values()) run.errored(test, messageAt(failure, test));
  }
}

/** The Dockerfile as the editor shows it is what is tested. */
async function saved({ uri }: TestItem): Promise<void> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri?.toString());
  if (open?.isDirty === true) await open.save();
}

function report(engine: Engine, run: TestRun, test: TestItem, result: ConformanceResult): void {
  const lines = result.evidence.map((line) => `  ${line.replaceAll(/\r?\n/g, '\r\n  ')}\r\n`);
  run.appendOutput(`${outcomeText(result.outcome)} ${test.label}\r\n${lines.join('')}`, undefined, test);
  switch (result.outcome) {
    case 'passed':
      run.passed(test);
      return;
    case 'skipped':
      run.skipped(test);
      return;
    case 'failed': {
      const requirements = result.requirements.map((id) => engine.requirement(id));
      const text = failureText({ evidence: result.evidence, requirements, remedy: result.remedy });
      run.failed(test, messageAt(new MarkdownString(text), test));
    }
  }
}

function messageAt(text: string | MarkdownString, { uri, range }: TestItem): TestMessage {
  const message = new TestMessage(text);
  if (uri !== undefined && range !== undefined) message.location = new Location(uri, range);
  return message;
}

function outcomeText(outcome: Outcome): string {
  switch (outcome) {
    case 'passed':
      return l10n.t('Passed:');
    case 'failed':
      return l10n.t('Failed:');
    case 'skipped':
      return l10n.t('Skipped:');
  }
}
