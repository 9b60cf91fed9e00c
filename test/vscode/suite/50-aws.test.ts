import {
  AddTagsCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Connection, Ref } from '../../../client/src/connections/connection';
import { readError } from '../../../client/src/show-error';
import type { Kind } from '../../../engine/src/sagemaker';
import type { RowNode, TreeNode } from '../../../client/src/views/nodes';
import { noJobs } from '../../../client/src/views/empty-roots';
import { JobTree } from '../../../client/src/views/tree';
import { answering, prepareAccount, REGION, ROLE, s3Client, sagemakerClient } from '../aws';
import { eventually, fileUri, open } from '../support';

const REQUEST = 'aws/churn.training-job.json';
const JOBS = ['training-job', 'processing-job', 'transform-job'] as const;

suite('AWS', () => {
  let aws: Connection;

  suiteSetup(async function () {
    if (process.env['AWS_ENDPOINT_URL'] === undefined) this.skip();
    await prepareAccount();
    const added = await vscode.commands.executeCommand<Connection | undefined>('sagemaker.addConnection', [
      { profile: 'moto', region: REGION },
    ]);
    assert.ok(added, 'no connection');
    aws = added;
  });

  suiteTeardown(async () => {
    for (const profile of ['moto', 'signed-out']) {
      await vscode.commands.executeCommand('sagemaker.removeConnection', `aws:${profile}:${REGION}`);
    }
    sagemakerClient.destroy();
    s3Client.destroy();
  });

  /** The view's own tree, over connections of the test. */
  async function shown(
    connection: Connection,
    kinds: readonly Kind[] = JOBS,
  ): Promise<{ root: vscode.TreeItem; nodes: readonly TreeNode[] }> {
    const connections = { all: [connection], onDidChange: new vscode.EventEmitter<void>().event };
    const tree = new JobTree(connections as never, kinds, noJobs);
    const [root] = await tree.getChildren();
    assert.ok(root);
    const nodes = await tree.getChildren(root);
    const item = tree.getTreeItem(root);
    tree.dispose();
    return { root: item, nodes };
  }

  test('a connection is a profile and a region, and says whose account it is', async () => {
    assert.equal(aws.id, `aws:moto:${REGION}`);
    const { root, nodes } = await shown(aws);
    assert.equal(root.label, `moto / ${REGION}`);
    assert.equal(root.description, '123456789012');
    assert.deepEqual(
      nodes.map(({ type }) => type),
      ['message', 'tuning-group'],
      'an empty account has one sentence',
    );
  });

  test('who is not signed in gets a button that signs in', async () => {
    const out = await vscode.commands.executeCommand<Connection | undefined>('sagemaker.addConnection', [
      { profile: 'signed-out', region: REGION },
    ]);
    assert.ok(out);
    const { nodes } = await shown(out);
    const [message, signIn] = nodes;
    assert.ok(message?.type === 'message' && message.failed);
    assert.ok(signIn?.type === 'action');
    assert.equal(signIn.action.command, 'sagemaker.signIn');
    assert.deepEqual(signIn.action.arguments, [out.id]);
    assert.equal(out.description, 'not signed in');
    const error: unknown = await out.sagemaker().catch((it: unknown) => it);
    assert.match(readError(error).message, /signed-out/);
    await vscode.commands.executeCommand('sagemaker.removeConnection', out.id);
  });

  test('a request has a lens that launches it there', async () => {
    const { uri } = await open(REQUEST);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    const lens = lenses.map(({ command }) => command).find((it) => it?.command === 'sagemaker.launchRequest');
    assert.match(lens?.title ?? '', new RegExp(`Launch on moto / ${REGION}`));
  });

  test('a launch asks for the role, shows what was checked, asks once with account and region, uploads and creates', async () => {
    let ref: Ref | undefined;
    const asked = await answering(
      ({ what, text }) => {
        if (text.includes('Execution role')) return 'suite';
        return what === 'pick' ? 'Launch…' : 'Launch';
      },
      async () => {
        ref = await vscode.commands.executeCommand<Ref | undefined>(
          'sagemaker.launchRequest',
          fileUri(REQUEST),
          aws.id,
        );
      },
    );
    const [role, checklist, confirm, ...more] = asked;
    assert.deepEqual(more, []);
    assert.ok(role?.items.some((it) => it.includes('suite')) && !role.items.some((it) => it.includes('other')));
    assert.ok(
      checklist?.items.some((it) => it.includes('$(pass) Role')),
      checklist?.items.join('\n'),
    );
    assert.match(confirm?.text ?? '', /Launch churn in account 123456789012, us-east-1/);
    assert.match(confirm?.items[0] ?? '', /2 × ml\.m5\.large: \$0\.230 an hour/);
    assert.ok(ref, 'nothing was launched');
    const job = await sagemakerClient.send(new DescribeTrainingJobCommand({ TrainingJobName: 'churn' }));
    assert.equal(job.RoleArn, ROLE);
    const kept = Buffer.from(await vscode.workspace.fs.readFile(fileUri(REQUEST))).toString();
    assert.ok(kept.includes(ROLE), 'closing the editor would lose the role that was sent');
    const { Contents = [] } = await s3Client.send(new ListObjectsV2Command({ Bucket: 'suite', Prefix: 'train/' }));
    assert.deepEqual(
      Contents.map(({ Key }) => Key),
      ['train/a.csv'],
    );
    assert.ok(vscode.window.terminals.some(({ name }) => name.includes('churn')));
    const { nodes } = await shown(aws);
    assert.ok(nodes.some((node) => node.type === 'row' && node.row.name === 'churn'));
  });

  test('what would fail is not launched', async () => {
    const asked = await answering(
      () => undefined,
      () => vscode.commands.executeCommand('sagemaker.launchRequest', fileUri(REQUEST), aws.id),
    );
    assert.equal(asked.length, 1, 'only the checklist');
    assert.ok(
      asked[0]?.items.some((it) => it.includes('$(error) Name')),
      asked[0]?.items.join('\n'),
    );
    assert.ok(!asked[0]?.items.some((it) => it.includes('Launch…')));
  });

  test('a remote job comes back as the request that was sent, with its tags and folders for its data', async () => {
    const { TrainingJobArn } = await sagemakerClient.send(new DescribeTrainingJobCommand({ TrainingJobName: 'churn' }));
    await sagemakerClient.send(
      new AddTagsCommand({ ResourceArn: TrainingJobArn, Tags: [{ Key: 'team', Value: 'churn' }] }),
    );
    const to = fileUri('aws/back.training-job.json');
    const node = await rowOf('churn');
    await vscode.commands.executeCommand('sagemaker.saveAsRequestFile', node, to);
    const saved = JSON.parse((await vscode.workspace.openTextDocument(to)).getText()) as unknown;
    const sent = JSON.parse((await vscode.workspace.openTextDocument(fileUri(REQUEST))).getText()) as object;
    // moto makes up metrics.
    Reflect.deleteProperty(Reflect.get(Object(saved), 'AlgorithmSpecification') as object, 'MetricDefinitions');
    assert.deepEqual(saved, { ...sent, Tags: [{ Key: 'team', Value: 'churn' }] });
    const overlay = await vscode.workspace.openTextDocument(fileUri('aws/back.local.json'));
    assert.deepEqual(JSON.parse(overlay.getText()), { s3: { 's3://suite/train/': 'data/train' } });
    const { type } = await vscode.workspace.fs.stat(fileUri('aws/data/train'));
    assert.equal(type, vscode.FileType.Directory, 'the folder for its data is there');
  });

  test('a job of this machine reads its data from S3 through the connection', async function () {
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
    const sent = JSON.parse((await vscode.workspace.openTextDocument(fileUri(REQUEST))).getText()) as object;
    const here = {
      ...sent,
      TrainingJobName: 'reads-s3',
      AlgorithmSpecification: {
        TrainingImage: 'sm-test-tiny:1',
        TrainingInputMode: 'File',
        ContainerEntrypoint: ['sh', '-c'],
        ContainerArguments: ['echo "read: $(cat /opt/ml/input/data/train/a.csv)"'],
      },
    };
    await write('aws/reads.training-job.json', here);
    await write('aws/reads.local.json', { credentials: 'profile' });
    await s3Client.send(new PutObjectCommand({ Bucket: 'suite', Key: 'train/a.csv', Body: 'from S3' }));
    const ref = await vscode.commands.executeCommand<Ref | undefined>(
      'sagemaker.runRequest',
      fileUri('aws/reads.training-job.json'),
    );
    assert.ok(ref, 'nothing was started');
    const sagemaker = await ref.connection.sagemaker();
    const lines: string[] = [];
    for await (const { text } of sagemaker.logs('training-job', ref.name)) lines.push(text);
    const { FailureReason } = await sagemaker.describeTrainingJob(ref.name);
    assert.ok(lines.includes('read: from S3'), `${lines.join('\n')} ${FailureReason ?? ''}`);
  });

  test('a job’s ARN is copied, and its page of the console is opened', async () => {
    const node = await rowOf('churn');
    await vscode.commands.executeCommand('sagemaker.copyArn', node);
    assert.equal(await vscode.env.clipboard.readText(), `arn:aws:sagemaker:${REGION}:123456789012:training-job/churn`);
    const { openExternal } = vscode.env;
    const opened: vscode.Uri[] = [];
    Object.assign(vscode.env, {
      openExternal: (uri: vscode.Uri) => {
        opened.push(uri);
        return Promise.resolve(true);
      },
    });
    try {
      await vscode.commands.executeCommand('sagemaker.openConsole', node);
    } finally {
      Object.assign(vscode.env, { openExternal });
    }
    assert.equal(opened.length, 1);
    assert.match(
      opened[0]?.toString(true) ?? '',
      /^https:\/\/us-east-1\.console\.aws\.amazon\.com\/sagemaker\/.*churn/,
    );
  });

  test('two jobs are compared by what was asked for', async () => {
    const job = await sagemakerClient.send(new DescribeTrainingJobCommand({ TrainingJobName: 'churn' }));
    const { AlgorithmSpecification, OutputDataConfig, ResourceConfig, StoppingCondition } = job;
    await sagemakerClient.send(
      new CreateTrainingJobCommand({
        TrainingJobName: 'other',
        RoleArn: ROLE,
        AlgorithmSpecification,
        OutputDataConfig,
        ResourceConfig: { ...ResourceConfig, InstanceCount: 1 },
        StoppingCondition,
      }),
    );
    const nodes = [await rowOf('churn'), await rowOf('other')];
    await vscode.commands.executeCommand('sagemaker.compareJobs', nodes[0], nodes);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const left = (await vscode.workspace.openTextDocument(input.original)).getText();
    assert.match(left, /"InstanceCount": 2/);
    assert.doesNotMatch(left, /churn-|TrainingJobName/);
  });

  test('a finished job is deployed by the same steps: what the endpoint needs is looked at first', async () => {
    const node = await rowOf('churn');
    const asked = await answering(
      ({ what, items, text }) => (text.includes('Before') ? undefined : what === 'pick' ? 'ml.m5.large' : items[0]),
      () => vscode.commands.executeCommand('sagemaker.deployModel', node),
    );
    assert.deepEqual(
      asked.map(({ what }) => what),
      ['input', 'pick', 'input', 'pick'],
    );
    const checklist = asked.at(-1);
    assert.match(checklist?.text ?? '', /Before churn is launched/);
    // The endpoint has the registry of the job, which is within a VPC; what the job left is not there, since it was moto’s.
    assert.ok(
      checklist?.items.some((it) => it.includes('$(question) Image')),
      checklist?.items.join('\n'),
    );
    assert.ok(checklist?.items.some((it) => it.includes('$(error) Input')));
  });

  test('what a job of this machine left is deployed: where it goes, and with which role', async function () {
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
    const text = (await vscode.workspace.openTextDocument(fileUri(REQUEST))).getText();
    const { InputDataConfig: _, ...sent } = JSON.parse(text) as { InputDataConfig: unknown };
    await write('aws/leaves.training-job.json', {
      ...sent,
      TrainingJobName: 'leaves',
      RoleArn: 'arn:aws:iam::000000000000:role/local',
      AlgorithmSpecification: {
        TrainingImage: 'sm-test-tiny:1',
        TrainingInputMode: 'File',
        ContainerEntrypoint: ['sh', '-c'],
        ContainerArguments: ['echo model > /opt/ml/model/model.txt'],
      },
    });
    const run = fileUri('aws/leaves.training-job.json');
    const ref = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', run);
    assert.ok(ref, 'nothing was started');
    const sagemaker = await ref.connection.sagemaker();
    let status: string | undefined;
    const following = ref.connection.onDidChange((change) => {
      if (change.name === ref.name) status = change.status;
    });
    const { TrainingJobStatus: now } = await sagemaker.describeTrainingJob(ref.name);
    status ??= now;
    await eventually(
      ref.connection.onDidChange,
      () => status === 'Completed',
      () => status ?? '',
    );
    following.dispose();
    const row = { kind: ref.kind, name: ref.name, status: 'Completed', created: undefined, ended: undefined };
    const node: RowNode = { type: 'row', connection: ref.connection, row };
    const asked = await answering(
      ({ text, items }) => {
        if (text.includes('Before')) return undefined;
        if (text.includes('connection')) return 'moto';
        if (text.includes('Instance type')) return 'ml.m5.large';
        if (text.includes('Repository and tag in ECR')) return 'tiny:1';
        return text.includes('role') ? 'suite' : items[0];
      },
      () => vscode.commands.executeCommand('sagemaker.deployModel', node),
    );
    const place = asked.find(({ text }) => text.includes('uploaded'));
    assert.deepEqual(place?.items, [`s3://sagemaker-${REGION}-123456789012/leaves/model.tar.gz`]);
    const checklist = asked.at(-1);
    assert.match(checklist?.text ?? '', /Before leaves is launched/);
    // A tag of this machine goes to ECR with the launch; the account’s bucket is not there, so it is offered.
    for (const line of ['$(pass) Image', '$(error) Bucket', '$(add) Create the bucket with the launch']) {
      assert.ok(
        checklist?.items.some((it) => it.includes(line)),
        `no ${line}:\n${checklist?.items.join('\n') ?? ''}`,
      );
    }
  });

  test('an endpoint says what it costs, and is deleted when the account and region are confirmed', async () => {
    const variant = {
      VariantName: 'v',
      ModelName: 'live',
      InstanceType: 'ml.m5.large',
      InitialInstanceCount: 2,
    } as const;
    const container = { Image: 'image' };
    await sagemakerClient.send(
      new CreateModelCommand({ ModelName: 'live', ExecutionRoleArn: ROLE, PrimaryContainer: container }),
    );
    await sagemakerClient.send(
      new CreateEndpointConfigCommand({ EndpointConfigName: 'live', ProductionVariants: [variant] }),
    );
    await sagemakerClient.send(new CreateEndpointCommand({ EndpointName: 'live', EndpointConfigName: 'live' }));
    const node = await rowOf('live', ['endpoint']);
    const { onDidChangeState } = aws;
    assert.ok(onDidChangeState);
    await eventually(
      onDidChangeState,
      () => aws.note?.(node.row)?.text === '$0.230/h',
      () => JSON.stringify(aws.note?.(node.row)),
    );
    const asked = await answering(
      () => 'Delete',
      () => vscode.commands.executeCommand('sagemaker.deleteJob', node, [node]),
    );
    assert.match(asked[0]?.items[0] ?? '', new RegExp(`moto / ${REGION}, account 123456789012`));
    assert.ok(asked[0]?.items.includes('Delete with Configuration and Models'));
    const { nodes } = await shown(aws, ['endpoint']);
    assert.ok(!nodes.some((one) => one.type === 'row'));
  });

  test('models and configurations stay when their endpoint is deleted, and are listed, opened and deleted', async () => {
    const connections = { all: [aws], onDidChange: new vscode.EventEmitter<void>().event };
    const tree = new JobTree(connections as never, ['endpoint'], noJobs);
    const [root] = await tree.getChildren();
    const groups = (await tree.getChildren(root)).filter((node) => node.type === 'part-group');
    assert.deepEqual(
      groups.map(({ kind }) => kind),
      ['model', 'endpoint-config'],
    );
    const [models, configs] = groups;
    const model = (await tree.getChildren(models)).find((node) => node.type === 'part' && node.row.name === 'live');
    assert.ok(model);
    const labels = (await tree.getChildren(model)).map((node) => (node.type === 'detail' ? node.detail.value : ''));
    assert.ok(labels.includes('image') && labels.includes(ROLE), labels.join());
    const config = (await tree.getChildren(configs)).find((node) => node.type === 'part' && node.row.name === 'live');
    assert.ok(config?.type === 'part');
    await vscode.commands.executeCommand('sagemaker.copyPartArn', config);
    assert.match(await vscode.env.clipboard.readText(), /endpoint-config\/live$/);
    await answering(
      () => 'Delete',
      () => vscode.commands.executeCommand('sagemaker.deletePart', config),
    );
    tree.refresh();
    const left = await tree.getChildren(configs);
    assert.ok(!left.some((node) => node.type === 'part' && node.row.name === 'live'));
    tree.dispose();
  });

  async function write(name: string, content: object): Promise<void> {
    await vscode.workspace.fs.writeFile(fileUri(name), new TextEncoder().encode(JSON.stringify(content)));
  }

  async function rowOf(name: string, kinds: readonly Kind[] = JOBS): Promise<RowNode> {
    const { nodes } = await shown(aws, kinds);
    const row = nodes.find((node): node is RowNode => node.type === 'row' && node.row.name === name);
    assert.ok(row, `${name} is not in the tree`);
    return row;
  }
});
