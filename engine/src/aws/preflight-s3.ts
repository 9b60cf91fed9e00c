import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Place } from '../local/s3-reader';
import { abortable } from './connection';
import type { AwsConnection } from './connection';
import type { NeededInput } from './launch-needs-types';
import { failed, passed, unknown } from './preflight-types';
import type { Verdict } from './preflight-types';
import { s3Problem } from './s3-problem';
import { AwsS3Reader } from './s3-reader';

const NO_URI = 'Write it as `s3://bucket/prefix/`.';

/** Whether data is there and the caller may read it. SageMaker reads it as the role, of which this says nothing. */
export async function checkInput(
  connection: AwsConnection,
  { uri, kind }: NeededInput,
  signal: AbortSignal,
): Promise<Verdict> {
  const place = s3Place(uri);
  if (place === undefined) return failed(`“${uri}” is no S3 URI.`, NO_URI);
  const reader = new AwsS3Reader(connection);
  // The first of its keys: one that is exactly the URI comes before all that it begins.
  for await (const object of reader.list(place.bucket, place.key, signal)) {
    if (kind !== 'prefix' && object.key !== place.key) break;
    (await reader.open(object, 0, signal)).destroy();
    return passed(`“${uri}” is there, and the caller can read it.`);
  }
  return failed(
    kind === 'prefix'
      ? `No object of S3 begins with “${uri}”: the job would fail.`
      : `There is no object “${uri}” in S3.`,
    'Upload the data, correct the URI, or name a folder for it in `s3` of the overlay.',
  );
}

/**
 * Whether results can be written: with `probe`, an empty object is written there and deleted again; without, only that the
 * bucket is there and in this region is looked at.
 */
export async function checkOutput(
  connection: AwsConnection,
  uri: string,
  probe: boolean,
  signal: AbortSignal,
): Promise<Verdict> {
  const place = s3Place(uri);
  if (place === undefined) return failed(`“${uri}” is no S3 URI.`, NO_URI);
  if (!probe) {
    for await (const _ of new AwsS3Reader(connection).list(place.bucket, place.key, signal)) break;
    const verdict = unknown(
      `The bucket of “${uri}” is there; whether it can be written was not tried.`,
      'Allow the test to write an empty object there, or see whether the role has s3:PutObject.',
    );
    return { ...verdict, offer: 'probe-outputs' };
  }
  const folder = place.key === '' || place.key.endsWith('/') ? place.key : `${place.key}/`;
  const object = { Bucket: place.bucket, Key: `${folder}.sagemaker-containers-${crypto.randomUUID()}` };
  const s3 = connection.clients.s3();
  try {
    await s3.send(new PutObjectCommand({ ...object, Body: new Uint8Array(), ContentLength: 0 }), abortable(signal));
  } catch (error) {
    // It may have been written nevertheless.
    await s3.send(new DeleteObjectCommand(object)).catch(() => undefined);
    signal.throwIfAborted();
    throw s3Problem(error, uri, connection.name);
  }
  try {
    await s3.send(new DeleteObjectCommand(object));
  } catch {
    return passed(`The caller can write to “${uri}”, but not delete: ${object.Key} of the test is still there.`);
  }
  return passed(`The caller can write to “${uri}”. SageMaker writes as the role.`);
}
