import { LOCAL_S3 } from '../requests/local-s3';
import { defaultBucketName } from '../../../contract/default-bucket';

/** For which region a request is written, and where in S3 what belongs to it lies. */
export interface RequestPlace {
  readonly region: string;
  /** S3 URI without a slash at the end. */
  readonly root: string;
}

/** A request that was written, and what has to lie beside it. */
export interface WrittenRequest {
  readonly request: object;
  readonly overlay: { readonly s3: Readonly<Record<string, string>> };
  /** Folders of the overlay, relative to it. */
  readonly folders: readonly string[];
}

/** `account`: the one that launches, whose SageMaker bucket it will be; undefined: nobody does yet, it is for this machine. */
export function requestPlace(name: string, region: string, account: string | undefined): RequestPlace {
  const bucket = account === undefined ? LOCAL_S3 : `s3://${defaultBucketName(region, account)}`;
  return { region, root: `${bucket}/${name}` };
}

/** An input of a training job that is read from S3. */
export function channelOf(
  name: string,
  uri: string,
  contentType: string | undefined,
  distribution: 'FullyReplicated' | 'ShardedByS3Key' = 'FullyReplicated',
): object {
  return {
    ChannelName: name,
    ...(contentType === undefined ? {} : { ContentType: contentType }),
    DataSource: {
      S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: distribution },
    },
  };
}
