import { MarkdownString, TestMessage, Location, l10n, Position, workspace } from 'vscode';
import type { TestItem, TestRun } from 'vscode';
import type { ConformanceResult, Outcome } from '../../../engine/src/conformance/types';
import type { Engine } from '../engine/load-engine';
import { loadEngine } from '../engine/load-engine';
import { localFileOf } from '../logs/local-file';
import { lastScriptLine } from '../logs/script-lines';
import type { Parts } from '../parts';
import { errorText, isAborted, readError } from '../show-error';
import { saveIfDirty } from '../workspace-files';
import type { ContractItems } from './contract-items';
import type { TestMode } from './contract-plans';
import { failureText } from './failure-text';
import { tally } from './results-tally';
import type { ContractResults } from './results-tally';
import { testSubject } from './test-subject';
import type { TestedRoles } from './tested-roles';

export interface Selected {
  /** Of the Dockerfile or image. */
  readonly item: TestItem;
  readonly roles: TestedRoles;
  /** Items of the tests to run. */
  readonly tests: readonly TestItem[];
}

/** What a run found out about one Dockerfile or image. */
export interface ContractRun extends ContractResults {
  readonly tests: readonly ConformanceResult[];
  /** Where a failed test, by its id, is put right: `app/train.py:12`. */
  readonly places: Readonly<Record<string, string>>;
}

/**
 * Runs tests of one Dockerfile or image, and tells the Test Explorer each result. Undefined: there are none, for it was
 * cancelled or could not be built; the Test Explorer says why.
 */
export async function runSelected(
  parts: Parts,
  items: ContractItems,
  run: TestRun,
  { item, roles, tests }: Selected,
  mode: TestMode,
  signal: AbortSignal,
): Promise<ContractRun | undefined> {
  const engine = await loadEngine();
  const waiting = new Map(tests.map((test) => [items.testOf(test)?.id ?? '', test]));
  const results: ConformanceResult[] = [];
  const whole = tests.length === item.children.size;
  const reports: Promise<void>[] = [];
  const places: Record<string, string> = {};
  try {
    // The Dockerfile as the editor shows it is what is tested.
    if (item.uri !== undefined) await saveIfDirty(item.uri);
    for (const test of tests) run.started(test);
    const image = await testSubject(
      engine,
      {
        docker: await parts.connections.local.engine(),
        subject: items.subjectOf(item),
        roles,
        mode,
        only: whole ? undefined : [...waiting.keys()],
        onOutput: (line) => {
          run.appendOutput(`${line}\r\n`, undefined, item);
        },
        onResult: (result) => {
          const test = waiting.get(result.id);
          if (test === undefined) return;
          waiting.delete(result.id);
          results.push(result);
          reports.push(
            report(engine, run, test, result).then((place) => {
              if (place !== undefined) places[result.id] = placeText(place);
            }),
          );
        },
      },
      signal,
    );
    for (const test of waiting.values()) run.skipped(test);
    const outcomes = results.map(({ outcome }) => outcome);
    const sum = tally(outcomes, image, new Date());
    // What a machine's GPU makes of it says nothing about the image alone.
    if (whole && !mode.gpus && item.uri !== undefined) await parts.results.keep(item.uri, sum);
    await Promise.all(reports);
    return { ...sum, tests: results, places };
  } catch (error) {
    if (signal.aborted || isAborted(error)) {
      for (const test of waiting.values()) run.skipped(test);
      return undefined;
    }
    if (readError(error).remedy === undefined) parts.log.error(error instanceof Error ? error : String(error));
    for (const test of waiting.values()) run.errored(test, messageAt(errorText(error, ' '), test));
    return undefined;
  } finally {
    await Promise.all(reports);
  }
}

/** Answers where a failure is put right; undefined: it is none, or nobody knows. */
async function report(
  engine: Engine,
  run: TestRun,
  test: TestItem,
  result: ConformanceResult,
): Promise<Location | undefined> {
  const lines = result.evidence.map((line) => `  ${line.replaceAll(/\r?\n/g, '\r\n  ')}\r\n`);
  run.appendOutput(`${outcomeText(result.outcome)} ${test.label}\r\n${lines.join('')}`, undefined, test);
  switch (result.outcome) {
    case 'passed':
      run.passed(test, result.milliseconds);
      return undefined;
    case 'skipped':
      run.skipped(test);
      return undefined;
    case 'failed': {
      const requirements = result.requirements.map((id) => engine.requirement(id));
      const text = failureText({ evidence: result.evidence, requirements, remedy: result.remedy });
      const message = messageAt(new MarkdownString(text), test);
      const script = await scriptPlace(result, test);
      if (script !== undefined) message.location = script;
      run.failed(test, message, result.milliseconds);
      return message.location;
    }
  }
}

function placeText({ uri, range }: Location): string {
  return `${workspace.asRelativePath(uri)}:${range.start.line + 1}`;
}

/** The line of a script of the workspace at which what the container wrote says that it went wrong. */
async function scriptPlace({ evidence }: ConformanceResult, { uri }: TestItem): Promise<Location | undefined> {
  const place = lastScriptLine(evidence.join('\n'));
  const file = place && (await localFileOf(place.path, uri));
  return file && new Location(file, new Position(place.line - 1, 0));
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
