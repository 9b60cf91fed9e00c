import { DescribeTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Connection, Ref } from '../../../client/src/connections/connection';
import { answering, prepareAccount, REGION, ROLE, s3Client, sagemakerClient } from '../aws';
import { eventually, fileUri, position } from '../support';

const BUCKET = `sagemaker-${REGION}-123456789012`;
const WRITTEN = ['kmeans', 'lda', 'sklearn-script', 'pytorch-script'];

suite('New request files for images of AWS', () => {
  suiteSetup(async function () {
    if (process.env['AWS_ENDPOINT_URL'] === undefined) this.skip();
    // Another suite may have made the account already.
    await prepareAccount().catch(() => undefined);
    await s3Client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const named = [{ profile: 'moto', region: REGION }];
    await vscode.commands.executeCommand<Connection | undefined>('sagemaker.addConnection', named);
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('sagemaker.removeConnection', `aws:moto:${REGION}`);
    const kinds = ['training-job', 'endpoint', 'processing-job', 'local'];
    const files = WRITTEN.flatMap((name) => kinds.map((kind) => `${name}.${kind}.json`));
    const made = [...files, 'data/train', 'data/training', 'data/input', 'code', 'model'];
    for (const name of made) {
      await vscode.workspace.fs.delete(fileUri(name), { recursive: true }).then(undefined, () => undefined);
    }
  });

  const write = async (target: object): Promise<vscode.TextDocument> => {
    const uri = await vscode.commands.executeCommand<vscode.Uri | undefined>('sagemaker.newRequest', target);
    assert.ok(uri, 'nothing was written');
    return vscode.workspace.openTextDocument(uri);
  };
  const problems = (uri: vscode.Uri): readonly string[] =>
    vscode.languages.getDiagnostics(uri).map(({ message }) => message);

  /** Nothing is found in it: a mistake is made first, so that it is known to be looked at. */
  async function isClean(document: vscode.TextDocument, name: string): Promise<void> {
    const { uri } = document;
    const at = new vscode.Range(position(document, name), position(document, name, name.length));
    const change = async (range: vscode.Range, text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, range, text);
      await vscode.workspace.applyEdit(edit);
    };
    const until = (holds: () => boolean): Promise<void> =>
      eventually(vscode.languages.onDidChangeDiagnostics, holds, () => problems(uri).join('\n'));
    await change(at, '"Mistaken"');
    await until(() => problems(uri).length > 0);
    await change(new vscode.Range(at.start, at.start.translate(0, '"Mistaken"'.length)), name);
    await until(() => problems(uri).length === 0);
    await document.save();
  }

  test('a built-in algorithm gets the image of the region and the bucket of the account, and can be launched', async function () {
    this.timeout(120_000);
    const hyperparameters = { feature_dim: '4', k: '3' };
    const algorithm = { id: 'kmeans', region: REGION, hyperparameters };
    const document = await write({ kind: 'training-job', algorithm });
    assert.match(document.getText(), /382416733822\.dkr\.ecr\.us-east-1\.amazonaws\.com\/kmeans:1/);
    assert.ok(document.getText().includes(`s3://${BUCKET}/kmeans/train/`), document.getText());
    await isClean(document, '"k"');
    const data = Buffer.from('1,2,3,4\n');
    await vscode.workspace.fs.writeFile(fileUri('data/train/rows.csv'), data);
    let ref: Ref | undefined;
    await answering(
      ({ what, text }) => {
        if (text.includes('Execution role')) return 'suite';
        return what === 'pick' ? 'Launch…' : 'Launch';
      },
      async () => {
        ref = await vscode.commands.executeCommand<Ref | undefined>(
          'sagemaker.launchRequest',
          document.uri,
          `aws:moto:${REGION}`,
        );
      },
    );
    assert.equal(ref?.name, 'kmeans');
    const job = await sagemakerClient.send(new DescribeTrainingJobCommand({ TrainingJobName: 'kmeans' }));
    assert.equal(job.RoleArn, ROLE);
    assert.deepEqual(job.HyperParameters, hyperparameters);
    const { Contents = [] } = await s3Client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    assert.deepEqual(
      Contents.map(({ Key }) => Key),
      ['kmeans/train/rows.csv'],
    );
  });

  test('where nobody is connected, it is for this machine', async () => {
    const hyperparameters = { feature_dim: '10', num_topics: '3', mini_batch_size: '5' };
    const algorithm = { id: 'lda', region: 'eu-west-1', hyperparameters };
    const document = await write({ kind: 'training-job', algorithm });
    assert.ok(document.getText().includes('s3://local/lda/train/'), document.getText());
    await isClean(document, '"num_topics"');
  });

  test('a script gets a folder with something to begin with, and is launched packed', async function () {
    this.timeout(120_000);
    const script = {
      framework: 'sklearn',
      version: '1.2-1',
      processor: 'cpu',
      region: REGION,
      source: undefined,
      program: 'train.py',
      hyperparameters: { depth: '3' },
    };
    const document = await write({ kind: 'training-job', script });
    await isClean(document, '"OutputDataConfig"');
    const code = Buffer.from(await vscode.workspace.fs.readFile(fileUri('code/train.py'))).toString();
    assert.match(code, /SM_CHANNEL_TRAINING/);
    await vscode.workspace.fs.writeFile(fileUri('data/training/rows.csv'), Buffer.from('1,2\n'));
    await answering(
      ({ what, text }) => {
        if (text.includes('Execution role')) return 'suite';
        return what === 'pick' ? 'Launch…' : 'Launch';
      },
      () => vscode.commands.executeCommand('sagemaker.launchRequest', document.uri, `aws:moto:${REGION}`),
    );
    const { Contents = [] } = await s3Client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'sklearn' }));
    assert.deepEqual(
      Contents.map(({ Key }) => Key),
      ['sklearn-script/source/sourcedir.tar.gz', 'sklearn-script/training/rows.csv'],
    );
    const job = await sagemakerClient.send(new DescribeTrainingJobCommand({ TrainingJobName: 'sklearn-script' }));
    assert.equal(job.HyperParameters?.['depth'], '3');
    assert.equal(job.HyperParameters['sagemaker_program'], '"train.py"');
  });

  test('an endpoint takes the script from the folder of its model', async () => {
    const script = {
      framework: 'pytorch',
      version: '2.6.0',
      processor: 'cpu',
      region: REGION,
      source: undefined,
      program: 'inference.py',
      hyperparameters: {},
    };
    const document = await write({ kind: 'endpoint', script });
    await isClean(document, '"EndpointConfig"');
    const code = Buffer.from(await vscode.workspace.fs.readFile(fileUri('model/code/inference.py'))).toString();
    assert.match(code, /def predict_fn/);
  });

  test('what it runs is asked, and AWS’s own images are among it', async () => {
    const asked = await answering(
      ({ text }) => (text.includes('What is it for') ? 'Training job' : undefined),
      () => vscode.commands.executeCommand('sagemaker.newRequest'),
    );
    const items = asked.at(-1)?.items ?? [];
    assert.ok(
      items.some((it) => it.includes('A built-in algorithm…')) && items.some((it) => it.includes('script mode')),
      items.join('\n'),
    );
  });
});
