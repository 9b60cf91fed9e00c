import { CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand } from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Connection } from '../../../client/src/connections/connection';
import type { RowNode } from '../../../client/src/views/nodes';
import { answering, REGION, ROLE, s3Client, sagemakerClient } from '../aws';

const BUCKET = 'queued';

suite('An asynchronous endpoint at AWS', () => {
  let aws: Connection;

  suiteSetup(async function () {
    if (process.env['AWS_ENDPOINT_URL'] === undefined) this.skip();
    const names = [{ profile: 'moto', region: REGION }];
    const added = await vscode.commands.executeCommand<Connection | undefined>('sagemaker.addConnection', names);
    assert.ok(added, 'no connection');
    aws = added;
    await s3Client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const model = { ModelName: BUCKET, ExecutionRoleArn: ROLE, PrimaryContainer: { Image: 'image' } };
    await sagemakerClient.send(new CreateModelCommand(model));
    await sagemakerClient.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: BUCKET,
        ProductionVariants: [
          { VariantName: 'v', ModelName: BUCKET, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
        ],
        AsyncInferenceConfig: { OutputConfig: { S3OutputPath: `s3://${BUCKET}/answers/` } },
      }),
    );
    await sagemakerClient.send(new CreateEndpointCommand({ EndpointName: BUCKET, EndpointConfigName: BUCKET }));
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand('sagemaker.removeConnection', `aws:moto:${REGION}`);
  });

  test('is sent what was typed through S3, and its answer is opened when it is there', async () => {
    const row = { kind: 'endpoint', name: BUCKET, status: 'InService', created: undefined, ended: undefined } as const;
    const node: RowNode = { type: 'row', connection: aws, row };
    const source = { text: '1,2,3', contentType: 'text/csv' };
    let answer: vscode.TextDocument | undefined;
    const asked = await answering(
      ({ items }) => items[0],
      async () => {
        answer = await vscode.commands.executeCommand('sagemaker.invokeEndpoint', node, source);
      },
    );
    assert.match(asked[0]?.items[0] ?? '', new RegExp(`^s3://${BUCKET}/async-endpoint-inputs/${BUCKET}/`));
    // moto’s answer to everything.
    assert.match(answer?.getText() ?? '', /"default": "response"/);
    const { Contents = [] } = await s3Client.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'async-endpoint-inputs/' }),
    );
    assert.equal(Contents.length, 1);
    const { Body } = await s3Client.send(new GetObjectCommand({ Bucket: BUCKET, Key: Contents[0]?.Key ?? '' }));
    assert.equal(await Body?.transformToString(), '1,2,3');
  });
});
