import { describe, expect, it } from 'vitest';
import { needsOf } from '../../../../engine/src/aws/launch-needs';
import { executionPolicyText, passRolePolicyText } from '../../../../engine/src/aws/roles-policy';
import { trainingRequest } from '../plan/fixtures';

const PLACE = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };

describe('the policy of an execution role', () => {
  const needs = needsOf({
    kind: 'training-job',
    request: trainingRequest({
      AlgorithmSpecification: {
        TrainingImage: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1',
        TrainingInputMode: 'File',
      },
      InputDataConfig: [
        { ChannelName: 'a', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/train' } } },
      ],
    }),
  });

  it('allows what the request reads, writes and pulls, and no more', () => {
    const policy = JSON.parse(executionPolicyText(needs, PLACE)) as {
      Statement: { Sid: string; Action: string[]; Resource: string[] }[];
    };
    const resources = Object.fromEntries(policy.Statement.map((it) => [it.Sid, it.Resource]));
    expect(resources).toMatchObject({
      ReadData: ['arn:aws:s3:::data/train*'],
      WriteResults: ['arn:aws:s3:::bucket/out/*'],
      SeeBuckets: ['arn:aws:s3:::bucket', 'arn:aws:s3:::data'],
      PullImages: ['arn:aws:ecr:eu-west-1:111122223333:repository/churn'],
      WriteLogs: ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/TrainingJobs*'],
      WriteMetrics: ['*'],
    });
    const logs = policy.Statement.find(({ Sid }) => Sid === 'WriteLogs')?.Action ?? [];
    expect(logs.filter((it) => !it.startsWith('logs:'))).toEqual([]);
    expect(logs).toContain('logs:PutLogEvents');
  });

  it('is of the partition', () => {
    expect(executionPolicyText(needs, { ...PLACE, partition: 'aws-cn' })).toContain('arn:aws-cn:s3:::data/train*');
    expect(executionPolicyText(needs, { ...PLACE, partition: 'aws-cn' })).not.toContain('arn:aws:');
  });

  it('for passing a role is for SageMaker alone', () => {
    expect(JSON.parse(passRolePolicyText(needs.roles))).toMatchObject({
      Statement: [
        { Action: ['iam:PassRole'], Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } } },
      ],
    });
  });
});
