import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extension, findings, findingsWhen, open, position, rule } from '../support';

suite('Findings', () => {
  test('CMD alone starts nothing when SageMaker says `serve`', async () => {
    const document = await open('Dockerfile');
    const found = await findingsWhen(document.uri, (all) => all.some(isError), 'an error in Dockerfile');
    const error = found.find(isError);
    assert.ok(error);
    assert.match(error.message, /serve/);
    assert.ok(typeof error.code === 'object', 'the rule id links to its page');
    assert.match(rule(error), /^[a-z0-9-]+$/);
    assert.ok(error.code.target.toString().includes(rule(error)));
  });

  test('a quick fix takes its finding away', async () => {
    const document = await open('Dockerfile');
    const found = await findingsWhen(document.uri, (all) => all.some(isError), 'an error in Dockerfile');
    const action = await firstFix(document, found);
    assert.ok(action.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    const left = (all: readonly vscode.Diagnostic[]): Set<string> => new Set(all.map(rule));
    const fewer = (all: readonly vscode.Diagnostic[]): boolean => found.some((one) => !left(all).has(rule(one)));
    await findingsWhen(document.uri, fewer, `fewer findings after "${action.title}"`);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await findingsWhen(document.uri, (all) => !fewer(all), 'all findings back');
  });

  test('typing is linted before it is saved', async () => {
    const document = await open('Dockerfile');
    await findingsWhen(document.uri, (all) => all.some(isError), 'an error in Dockerfile');
    const edit = new vscode.WorkspaceEdit();
    const cmd = position(document, 'CMD');
    edit.replace(document.uri, document.lineAt(cmd.line).range, SERVES);
    await vscode.workspace.applyEdit(edit);
    await findingsWhen(document.uri, (all) => !all.some(isError), 'no error');
    assert.ok(document.isDirty);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('the fix-all command applies what is safe', async () => {
    const document = await open('shell-form.Dockerfile');
    const before = await findingsWhen(document.uri, (all) => all.length > 0, 'findings in shell-form.Dockerfile');
    assert.equal(await vscode.commands.executeCommand('sagemaker.fixAll'), true);
    assert.match(document.getText(), /^ENTRYPOINT \["/m);
    await findingsWhen(document.uri, (all) => all.length < before.length, 'fewer findings');
    assert.equal(await vscode.commands.executeCommand('sagemaker.fixAll'), false);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('the status knows roles, evidence and counts', async () => {
    const document = await open('Dockerfile');
    await findingsWhen(document.uri, (all) => all.some(isError), 'an error in Dockerfile');
    const { status } = extension().exports;
    await eventually(
      vscode.languages.onDidChangeDiagnostics,
      () => status(document.uri) !== undefined,
      () => 'a status',
    );
    const now = status(document.uri);
    assert.ok(now);
    assert.equal(now.state, 'ready');
    assert.deepEqual(now.roles, ['inference']);
    assert.ok(now.evidence.length > 0);
    assert.equal(now.findings.error, findings(document.uri).filter(isError).length);
  });

  test('a rule can be switched off, and so can the linter', async () => {
    const document = await open('Dockerfile');
    const error = (await findingsWhen(document.uri, (all) => all.some(isError), 'an error')).find(isError);
    assert.ok(error);
    const settings = vscode.workspace.getConfiguration('sagemaker.lint');
    await settings.update('rules', { [rule(error)]: 'off' }, vscode.ConfigurationTarget.Workspace);
    await findingsWhen(document.uri, (all) => all.every((one) => rule(one) !== rule(error)), `${rule(error)} off`);
    await settings.update('enable', false, vscode.ConfigurationTarget.Workspace);
    await findingsWhen(document.uri, (all) => all.length === 0, 'nothing');
    await settings.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
    await settings.update('enable', undefined, vscode.ConfigurationTarget.Workspace);
    await findingsWhen(document.uri, (all) => all.some(isError), 'the error is back');
  });

  test('two restarts at once are one, and the findings come back', async () => {
    const document = await open('Dockerfile');
    await findingsWhen(document.uri, (all) => all.some(isError), 'an error');
    const restart = (): Thenable<unknown> => vscode.commands.executeCommand('sagemaker.restartServer');
    await Promise.all([restart(), restart()]);
    await findingsWhen(document.uri, (all) => all.some(isError), 'the error after a restart');
  });
});

const SERVES =
  'ENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "2", "--chdir", "/opt/program", "app:app"]';

function isError({ severity }: vscode.Diagnostic): boolean {
  return severity === vscode.DiagnosticSeverity.Error;
}

/** The first quick fix that is offered for an error and marked as the one to prefer. */
async function firstFix(
  document: vscode.TextDocument,
  found: readonly vscode.Diagnostic[],
): Promise<vscode.CodeAction> {
  for (const { range } of found.filter(isError)) {
    const actions: vscode.CodeAction[] = await vscode.commands.executeCommand(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
      20,
    );
    const action =
      actions.find(({ isPreferred }) => isPreferred) ?? actions.find(({ title }) => !/ignore/i.test(title));
    if (action) return action;
  }
  throw new Error('no error here has a quick fix');
}
