import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, findingsWhen, open, position } from '../support';

suite('Reading and writing', () => {
  test('a hover explains /opt/ml/model', async () => {
    const document = await open('Dockerfile');
    await findingsWhen(document.uri, (found) => found.length > 0, 'findings in Dockerfile');
    const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      document.uri,
      position(document, 'MODEL_DIR=/opt/ml/model', 'MODEL_DIR=/opt/ml'.length),
    );
    const text = hovers.flatMap(({ contents }) => contents.map(textOf)).join('\n');
    assert.match(text, /\/opt\/ml\/model/);
    assert.match(text, /model/i);
  });

  test('SM_ variables are completed', async () => {
    const document = await open('Dockerfile');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, position(document, 'CMD'), 'ENV SM_\n');
    await vscode.workspace.applyEdit(edit);
    const list: vscode.CompletionList = await vscode.commands.executeCommand(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position(document, 'ENV SM_', 'ENV SM_'.length),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('SM_MODEL_DIR'), labels.slice(0, 20).join(', '));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('a snippet gives a whole Dockerfile', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content: 'sm-adapt-tr' });
    await vscode.window.showTextDocument(document);
    const list: vscode.CompletionList = await vscode.commands.executeCommand(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(document.getText().length),
    );
    const snippet = list.items.find(
      ({ label }) => (typeof label === 'string' ? label : label.label) === 'sm-adapt-training',
    );
    assert.ok(snippet);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('the page of a rule opens as a preview', async () => {
    const document = await open('Dockerfile');
    const [finding] = await findingsWhen(document.uri, (found) => found.length > 0, 'findings in Dockerfile');
    assert.ok(finding);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    const rule = String(typeof finding.code === 'object' ? finding.code.value : finding.code);
    await vscode.commands.executeCommand('sagemaker.showRuleDocumentation', rule);
    await eventually(
      vscode.window.tabGroups.onDidChangeTabs,
      () => previews().length > 0,
      () => 'a Markdown preview',
    );
    await vscode.window.tabGroups.close(previews());
  });
});

function previews(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && /markdown\.preview/.test(input.viewType),
  );
}

function textOf(content: unknown): string {
  return content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content);
}
