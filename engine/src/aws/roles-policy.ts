import { IMAGE_PULL_ACTIONS, LOG_ACTIONS, SERVICE_PRINCIPAL } from '../../../contract/execution-role';
import { logGroupOf } from '../../../contract/logs';
import { s3Place } from '../local/s3-reader';
import { parseEcrUri } from '../shared-with-aws';
import type { LaunchNeeds, NeededInput } from './launch-needs-types';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: object;
}

/** Where a request is sent. */
export interface PolicyPlace {
  /** `aws`, `aws-cn` … */
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** Text of a trust policy with which SageMaker can assume a role. */
export function trustPolicyText(): string {
  return text([{ Effect: 'Allow', Principal: { Service: SERVICE_PRINCIPAL.value }, Action: 'sts:AssumeRole' }]);
}

/**
 * Text of a policy that gives an execution role what a request needs, and no more: its data, its images, its log group and
 * metrics. Buckets encrypted with a KMS key of the customer’s, a VPC and file systems need more.
 */
export function executionPolicyText(needs: LaunchNeeds, { partition, account, region }: PolicyPlace): string {
  const s3 = `arn:${partition}:s3:::`;
  const read = needs.inputs.flatMap((it) => objectsOf(it, s3));
  const written = needs.outputs.flatMap((uri) =>
    objectsOf({ uri: uri.endsWith('/') ? uri : `${uri}/`, kind: 'prefix' }, s3),
  );
  const buckets = [...needs.inputs.map(({ uri }) => uri), ...needs.outputs].flatMap((uri) => bucketOf(uri, s3));
  const repositories = needs.images.flatMap(({ uri }) => {
    const image = parseEcrUri(uri);
    return image === undefined
      ? []
      : [`arn:${partition}:ecr:${image.region}:${image.account}:repository/${image.repository}`];
  });
  const logs = LOG_ACTIONS.value.filter((it) => it.startsWith('logs:'));
  const metrics = LOG_ACTIONS.value.filter((it) => !it.startsWith('logs:'));
  const group = logGroupOf(needs.kind, needs.name);
  const statements: Statement[] = [
    allow('ReadData', ['s3:GetObject'], read),
    allow('WriteResults', ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'], written),
    allow('SeeBuckets', ['s3:ListBucket', 's3:GetBucketLocation'], buckets),
    allow('PullImages', IMAGE_PULL_ACTIONS.value, repositories),
    allow('LogInToRegistries', ['ecr:GetAuthorizationToken'], repositories.length === 0 ? [] : ['*']),
    allow('WriteLogs', logs, [`arn:${partition}:logs:${region}:${account}:log-group:${group}*`]),
    // Metrics have no ARN.
    allow('WriteMetrics', metrics, ['*']),
  ];
  return text(statements.filter(({ Resource }) => Resource.length > 0));
}

/** Text of a policy with which somebody may hand these roles to SageMaker. */
export function passRolePolicyText(roles: readonly string[]): string {
  const condition = { StringEquals: { 'iam:PassedToService': SERVICE_PRINCIPAL.value } };
  return text([{ ...allow('PassRole', ['iam:PassRole'], roles), Condition: condition }]);
}

function allow(sid: string, actions: readonly string[], resources: readonly string[]): Statement {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: [...new Set(resources)].sort() };
}

function objectsOf({ uri, kind }: NeededInput, s3: string): readonly string[] {
  const place = s3Place(uri);
  if (place === undefined) return [];
  return [`${s3}${place.bucket}/${place.key}${kind === 'prefix' ? '*' : ''}`];
}

function bucketOf(uri: string, s3: string): readonly string[] {
  const place = s3Place(uri);
  return place === undefined ? [] : [`${s3}${place.bucket}`];
}

function text(statements: readonly object[]): string {
  return `${JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2)}\n`;
}
