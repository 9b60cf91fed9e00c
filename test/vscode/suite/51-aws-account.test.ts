import { CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand } from '@aws-sdk/client-sagemaker';
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import type { AwsConnection } from '../../../client/src/aws/aws-connection';
import type { Connection, Ref } from '../../../client/src/connections/connection';
import { readError } from '../../../client/src/show-error';
import type { Pushed } from '../../../engine/src/aws/push';
import type { Row } from '../../../engine/src/session/by-kind';
import { answering, REGION, ROLE, sagemakerClient } from '../aws';
import { standInForEcr } from '../redirected-push';
import type { HasEngine } from '../redirected-push';
import { eventually, fileUri } from '../support';

const ACCOUNT = '123456789012';
const ECR = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const DAYS_MS = 2 * 86_400_000;
const GUARDED = `
[profile guarded]
region = us-east-1
source_profile = moto
role_arn = arn:aws:iam::${ACCOUNT}:role/suite
mfa_serial = arn:aws:iam::${ACCOUNT}:mfa/somebody
`;
const LATER = '\n[later]\naws_access_key_id = test\naws_secret_access_key = test\n';

function hasEngine(connection: Connection | undefined): connection is Connection & HasEngine {
  return connection !== undefined && 'engine' in connection;
}

suite('An AWS account', () => {
  suiteSetup(function () {
    if (process.env['AWS_ENDPOINT_URL'] === undefined) this.skip();
  });

  suiteTeardown(async () => {
    for (const profile of ['moto', 'guarded', 'later']) {
      await vscode.commands.executeCommand('sagemaker.removeConnection', `aws:${profile}:${REGION}`);
    }
  });

  const connect = async (profile: string): Promise<AwsConnection> => {
    const names = [{ profile, region: REGION }];
    const added = await vscode.commands.executeCommand<AwsConnection | undefined>('sagemaker.addConnection', names);
    assert.ok(added, 'no connection');
    return added;
  };
  /** What a connection says to who wants something of it and can't have it. */
  const refusal = async (connection: Connection): Promise<unknown> =>
    connection.sagemaker().then(
      () => assert.fail('it let in whoever came'),
      (error: unknown) => error,
    );

  test('an MFA code is asked for by Sign In, not before', async function () {
    fs.appendFileSync(process.env['AWS_CONFIG_FILE'] ?? '', GUARDED);
    const guarded = await connect('guarded');
    const early = await answering(
      () => '123456',
      async () => {
        assert.match(readError(await refusal(guarded)).message, /needs a code of the MFA device/);
      },
    );
    assert.deepEqual(early, [], 'nobody had asked for anything');
    const asked = await answering(
      () => '123456',
      () => vscode.commands.executeCommand('sagemaker.signIn', guarded.id),
    );
    assert.match(asked[0]?.text ?? '', /Code of the MFA device arn:aws:iam::123456789012:mfa\/somebody/);
    assert.equal(asked.length, 1);
    assert.match(guarded.description ?? '', /^123456789012 · until /);
  });

  test('a profile that is written into ~/.aws later is found without anybody’s doing', async () => {
    const later = await connect('later');
    await refusal(later);
    assert.equal(later.description, 'not signed in');
    const changed = eventually(
      later.onDidChangeState,
      () => later.description === undefined,
      () => String(later.description),
    );
    fs.appendFileSync(process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? '', LATER);
    await changed;
    await later.sagemaker();
    assert.equal(later.description, ACCOUNT);
  });

  test('an endpoint that nobody has used for a day says so', async () => {
    const variant = {
      VariantName: 'v',
      ModelName: 'idle',
      InstanceType: 'ml.m5.large',
      InitialInstanceCount: 1,
    } as const;
    const model = { ModelName: 'idle', ExecutionRoleArn: ROLE, PrimaryContainer: { Image: 'image' } };
    await sagemakerClient.send(new CreateModelCommand(model));
    const config = { EndpointConfigName: 'idle', ProductionVariants: [variant] };
    await sagemakerClient.send(new CreateEndpointConfigCommand(config));
    await sagemakerClient.send(new CreateEndpointCommand({ EndpointName: 'idle', EndpointConfigName: 'idle' }));
    const aws = await connect('moto');
    const { session } = await aws.open();
    session.clients.sagemaker().middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        const old = { CreationTime: new Date(Date.now() - DAYS_MS) };
        if (context.commandName === 'DescribeEndpointCommand') Object.assign(answer.output, old);
        return answer;
      },
      { step: 'initialize' },
    );
    const row = { kind: 'endpoint', name: 'idle', status: 'InService' } as Row;
    await eventually(
      aws.onDidChangeState,
      () => aws.note(row)?.warning !== undefined,
      () => JSON.stringify(aws.note(row)),
    );
    assert.match(aws.note(row)?.warning ?? '', /Nobody has invoked this endpoint for a day/);
    assert.equal(aws.note(row)?.text, '$0.115/h');
  });

  test('an image is built, looked at, confirmed and pushed, and its digest written into a request', async function () {
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
    this.timeout(120_000);
    const write = (name: string, text: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(fileUri(name), Buffer.from(text));
    const request = fileUri('pushed/train.training-job.json');
    const dockerfile = fileUri('pushed/Dockerfile');
    await write(
      'pushed/Dockerfile',
      '# sagemaker: roles=training\nFROM sm-test-tiny:1\nENTRYPOINT ["/opt/program/train"]\n',
    );
    const tiny = fileUri('run/tiny.training-job.json');
    await vscode.workspace.fs.copy(tiny, request);
    const run = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.runRequest', tiny);
    const local = run?.connection;
    assert.ok(hasEngine(local));
    const aws = await connect('moto');
    const ecr = await standInForEcr(ECR, local, await aws.open());
    const { showInformationMessage } = vscode.window;
    const told: string[] = [];
    Object.assign(vscode.window, {
      showInformationMessage: (message: string, ...buttons: readonly string[]) => {
        told.push(message);
        return Promise.resolve(buttons.find((it) => it.startsWith('Write into Requests')));
      },
    });
    let pushed: Pushed | undefined;
    try {
      const asked = await answering(
        ({ what, text: question, items }) => {
          if (question.includes('What is the image for')) return 'Training';
          if (question.includes('Which images')) return 'pushed/train.training-job.json';
          return what === 'pick' ? 'Another repository' : what === 'input' ? items[0] : 'Push';
        },
        async () => {
          pushed = await vscode.commands.executeCommand('sagemaker.pushImage', dockerfile, aws.id);
          assert.ok(pushed, 'nothing was pushed');
          const digest = pushed.digest;
          const document = await vscode.workspace.openTextDocument(request);
          await eventually(
            vscode.workspace.onDidChangeTextDocument,
            () => document.getText().includes(digest),
            () => document.getText(),
          );
        },
      );
      const confirm = asked.find(({ what }) => what === 'warning');
      assert.match(
        confirm?.text ?? '',
        /^Push to 123456789012\.dkr\.ecr\..*\/pushed:latest in account 123456789012\?$/,
      );
      assert.match(confirm?.items[0] ?? '', /The repository pushed is created\./);
      assert.match(told.join(), new RegExp(`Pushed ${ECR}/pushed@sha256:`));
      const there = await fetch(`http://${ecr.host}/v2/pushed/manifests/${pushed?.digest}`, {
        headers: {
          authorization: `Basic ${Buffer.from('AWS:secret').toString('base64')}`,
          accept: 'application/vnd.docker.distribution.manifest.v2+json',
        },
      });
      assert.equal(there.status, 200);
    } finally {
      Object.assign(vscode.window, { showInformationMessage });
      await ecr.stop();
      await vscode.workspace.fs.delete(fileUri('pushed'), { recursive: true });
    }
  });
});
