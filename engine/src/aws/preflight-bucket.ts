import { s3Place } from '../local/s3-reader';
import type { AwsConnection, Identity } from './connection';
import { bucketState, defaultBucketIn, foreignBucket } from './default-bucket';
import type { BucketState } from './default-bucket';
import { once } from './preflight-once';
import { checkOutput } from './preflight-s3';
import { failed, passed } from './preflight-types';
import type { Check, Verdict } from './preflight-types';

export interface BucketQuestion {
  readonly connection: AwsConnection;
  /** What is uploaded, and what the request writes. */
  readonly uploads: readonly string[];
  readonly outputs: readonly string[];
  readonly identity: () => Promise<Identity>;
  /** Whether the launch may make the account’s SageMaker bucket. */
  readonly creates: boolean;
  readonly probeOutputs: boolean;
}

/** The account’s SageMaker bucket, where the request needs it, and the places that are written. */
export function bucketChecks(question: BucketQuestion, signal: AbortSignal): readonly Check[] {
  const { connection, uploads, outputs, identity, creates, probeOutputs } = question;
  const { region } = connection.name;
  const found = once(async () => {
    const me = await identity();
    const name = defaultBucketIn([...uploads, ...outputs], me, region);
    return name === undefined ? undefined : { name, state: await bucketState(connection, name, me, signal) };
  });
  const judge = async (): Promise<Verdict | undefined> => {
    const bucket = await found();
    return bucket && judgeBucket(bucket, await identity(), region, creates);
  };
  const output = async (uri: string): Promise<Verdict | undefined> => {
    const bucket = await found().catch(() => undefined);
    const isThere = bucket === undefined || bucket.state === 'there' || s3Place(uri)?.bucket !== bucket.name;
    if (isThere) return checkOutput(connection, uri, probeOutputs, signal);
    // What is wrong with the bucket is said of the bucket.
    return creates && bucket.state === 'missing' ? passed(`“${uri}” is in the bucket that is created.`) : undefined;
  };
  return [
    { id: 'bucket', title: 'Bucket', run: judge },
    ...outputs.map((uri): Check => ({ id: `output/${uri}`, title: 'Output', run: () => output(uri) })),
  ];
}

function judgeBucket(
  { name, state }: { readonly name: string; readonly state: BucketState },
  identity: Identity,
  region: string,
  creates: boolean,
): Verdict {
  if (state === 'there') return passed(`The bucket ${name} is there, and account ${identity.account} owns it.`);
  if (state === 'foreign') {
    const { message, remedy } = foreignBucket(name, identity);
    return failed(message, remedy);
  }
  if (creates) return passed(`The bucket ${name} is created with the launch, in ${region}, closed to the public.`);
  const verdict = failed(
    `There is no bucket ${name}, which this account’s SageMaker tools use in ${region} when no other is named.`,
    'Let the launch create it, or name a bucket of yours in the request.',
  );
  return { ...verdict, offer: 'create-bucket' };
}
