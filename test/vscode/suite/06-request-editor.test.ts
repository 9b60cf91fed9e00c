import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, fileUri, findings, findingsWhen, open, position } from '../support';

const REQUEST = 'editor/xgb.training-job.json';
const OVERLAY = 'editor/xgb.local.json';
const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1';

const job = {
  TrainingJobName: 'xgb',
  AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
  RoleArn: 'arn:aws:iam::123456789012:role/training',
  InputDataConfig: [
    {
      ChannelName: 'train',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
    },
  ],
  OutputDataConfig: { S3OutputPath: 's3://bucket/out/' },
  ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
  StoppingCondition: { MaxRuntimeInSeconds: 600 },
  HyperParameters: { num_rounds: '10' },
};

const write = (name: string, text: string) =>
  vscode.workspace.fs.writeFile(fileUri(name), new TextEncoder().encode(text));

suite('editing a request document', () => {
  suiteSetup(() => write(REQUEST, `${JSON.stringify(job, null, 2)}\n`));
  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(fileUri('editor'), { recursive: true });
  });

  test('says what the schema can’t, once', async () => {
    const { uri } = await open(REQUEST);
    const found = await findingsWhen(uri, (it) => it.length === 2, 'data and hyperparameter');
    assert.match(
      found.map(({ message }) => message).join('\n'),
      /Nothing on this machine stands for s3:\/\/bucket\/train/,
    );
    assert.match(found.map(({ message }) => message).join('\n'), /did you mean `num_round`/);
    assert.equal(vscode.languages.getDiagnostics(uri).length, 2);
  });

  test('offers instance types with what they have', async () => {
    const document = await open(REQUEST);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position(document, 'ml.m5.xlarge', 3),
    );
    const g5 = list.items.filter(({ label }) => (typeof label === 'string' ? label : label.label) === 'ml.g5.xlarge');
    assert.equal(g5.length, 1);
    assert.match(g5[0]?.detail ?? '', /NVIDIA A10G/);
  });

  test('explains a member: at AWS by the schema, here by the plan', async () => {
    const document = await open(REQUEST);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position(document, 'RoleArn', 2),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((it) => (it instanceof vscode.MarkdownString ? it.value : ''))
      .join('\n');
    assert.match(text, /On this machine, /);
  });

  test('maps data in an overlay that it creates, and creates the folder', async () => {
    const document = await open(REQUEST);
    await apply(document, /^Map s3:\/\/bucket\/train\/ to/);
    const overlay = JSON.parse(
      new TextDecoder().decode(await vscode.workspace.fs.readFile(fileUri(OVERLAY))),
    ) as unknown;
    assert.deepEqual(overlay, { s3: { 's3://bucket/train/': './data/train' } });
    await open(OVERLAY);
    await open(REQUEST);
    await findingsWhen(document.uri, (it) => it.some(({ message }) => message.startsWith('There is no')), 'no folder');
    await apply(document, /^Create the folder/);
    await findingsWhen(document.uri, (it) => it.length === 1, 'only the hyperparameter');
  });

  test('points out an entry of the overlay that matches nothing', async () => {
    await write(OVERLAY, '{ "s3": { "s3://bucket/train/": "./data/train", "s3://bucket/trian/": "./x" } }\n');
    const { uri } = await open(OVERLAY);
    const [found] = await findingsWhen(uri, (it) => it.length === 1, 'one entry in vain');
    assert.match(found?.message ?? '', /No request beside this file names `s3:\/\/bucket\/trian\/`/);
  });

  test('leaves other JSON alone', async () => {
    await write('editor/other.local.json', '{ "s3": 5, "TrainingJobName": 1 }\n');
    const { uri } = await open('editor/other.local.json');
    await open(REQUEST);
    assert.deepEqual(findings(uri), []);
  });

  test('the plan follows its request when that is saved', async () => {
    const document = await open(REQUEST);
    await vscode.commands.executeCommand('sagemaker.showPlan', document.uri);
    const plan = vscode.window.activeTextEditor?.document;
    assert.ok(plan?.uri.scheme === 'sagemaker-plan');
    assert.match(plan.getText(), /docker run/);
    const edit = new vscode.WorkspaceEdit();
    const at = position(document, '"xgb"');
    edit.replace(document.uri, new vscode.Range(at, at.translate(0, 5)), '"renamed"');
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await eventually(
      vscode.workspace.onDidChangeTextDocument,
      () => plan.getText().includes('renamed-algo-1'),
      () => plan.getText(),
    );
  });
});

/** Applies the fix of that title, as the light bulb does. */
async function apply(document: vscode.TextDocument, title: RegExp): Promise<void> {
  const all = new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length));
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    all,
  );
  const action = actions.find((it) => title.test(it.title));
  assert.ok(action, `${String(title)} is not among ${actions.map((it) => it.title).join(', ')}`);
  if (action.edit) await vscode.workspace.applyEdit(action.edit);
  const args: readonly unknown[] = action.command?.arguments ?? [];
  if (action.command) await vscode.commands.executeCommand(action.command.command, ...args);
}
