// An account at an AWS-protocol server: a bucket and a role that SageMaker can take.
import { startAws } from '../vscode/moto.mjs';

/** Said of steps that can't be tried here; in CI it is a failure instead. */
export const LEFT_OUT = Symbol('left out');

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Answers the environment that leads to it, and what ends it. */
export async function startAccount({ home }) {
  const aws = await startAws(home, home);
  if (aws === undefined) return LEFT_OUT;
  const url = aws.env.AWS_ENDPOINT_URL;
  // moto takes any signature; which service is meant is in the credential's scope.
  const signed = (service) =>
    `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const role = queryOf({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: 'suite',
    AssumeRolePolicyDocument: TRUST,
  });
  await made(await fetch(`${url}/suite`, { method: 'PUT', headers: { authorization: signed('s3') } }));
  await made(
    await fetch(url, {
      method: 'POST',
      headers: { authorization: signed('iam'), 'content-type': 'application/x-www-form-urlencoded' },
      body: role,
    }),
  );
  return aws;
}

async function made(answer) {
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}

function queryOf(values) {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
