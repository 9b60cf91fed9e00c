import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { S3Object, S3Reader } from '../local/s3-reader';
import { abortable } from './connection';
import type { AwsConnection } from './connection';
import { s3Problem } from './s3-problem';

/** S3 as jobs on this machine read it. */
export class AwsS3Reader implements S3Reader {
  constructor(private readonly connection: AwsConnection) {}

  async *list(bucket: string, prefix: string, signal: AbortSignal): AsyncGenerator<S3Object> {
    let token: string | undefined;
    do {
      const page = await this.page(bucket, prefix, token, signal);
      for (const { Key: key, Size: size = 0, ETag: etag = '' } of page.Contents ?? []) {
        if (key !== undefined) yield { bucket, key, size, etag };
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async open({ bucket, key, etag }: S3Object, start: number, signal: AbortSignal): Promise<Readable> {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      IfMatch: etag,
      ...(start === 0 ? {} : { Range: `bytes=${start}-` }),
    });
    try {
      const { Body } = await this.connection.clients.s3().send(command, abortable(signal));
      if (Body instanceof Readable) return Body;
      throw new Error(`S3 gave no stream for s3://${bucket}/${key}.`);
    } catch (error) {
      signal.throwIfAborted();
      throw s3Problem(error, `s3://${bucket}/${key}`, this.connection.name);
    }
  }

  private async page(
    bucket: string,
    prefix: string,
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<ListObjectsV2CommandOutput> {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    try {
      return await this.connection.clients.s3().send(command, abortable(signal));
    } catch (error) {
      signal.throwIfAborted();
      throw s3Problem(error, `s3://${bucket}/${prefix}`, this.connection.name);
    }
  }
}
