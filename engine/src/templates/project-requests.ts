import { formatUri, partitionOf } from '../../../contract/images/uri';
import { PROCESSING_DIR } from '../../../contract/opt-ml';
import { UserError } from '../user-error';

/** Stand in for the account, role and bucket that people put in; AWS's documentation uses the same. */
const ACCOUNT = '111122223333';
const BUCKET = 's3://amzn-s3-demo-bucket';
const INSTANCE_TYPE = 'ml.m5.large';
const MAX_SECONDS = 600;

/** Names that the requests of a project share. */
export interface Named {
  readonly name: string;
  /** URI of the image. */
  readonly image: string;
  /** ARN of the execution role. */
  readonly role: string;
}

/**
 * The names of a project in a region. `image`: where it is not the project's own. Throws a UserError for a region that is not
 * known.
 */
export function namesIn(region: string, name: string, image = formatUri(ACCOUNT, region, name, 'latest')): Named {
  const partition = partitionOf(region);
  if (image === undefined || partition === undefined) {
    throw new UserError(`“${region}” is no AWS region that is known here.`, 'Name one such as us-east-1.');
  }
  return { name, image, role: `arn:${partition}:iam::${ACCOUNT}:role/SageMakerRole` };
}

/** A prefix of the project in the bucket. */
export function prefixOf(name: string, what: string): string {
  return `${BUCKET}/${name}/${what}/`;
}

export interface TrainingParts {
  readonly channel: string;
  readonly contentType: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly metrics: readonly { readonly Name: string; readonly Regex: string }[];
  readonly distribution?: 'FullyReplicated' | 'ShardedByS3Key';
}

/** A request of CreateTrainingJob. */
export function trainingJob({ name, image, role }: Named, parts: TrainingParts): object {
  return {
    TrainingJobName: name,
    AlgorithmSpecification: {
      TrainingImage: image,
      TrainingInputMode: 'File',
      ...(parts.metrics.length === 0 ? {} : { MetricDefinitions: parts.metrics }),
    },
    RoleArn: role,
    HyperParameters: parts.hyperparameters,
    InputDataConfig: [
      {
        ChannelName: parts.channel,
        ContentType: parts.contentType,
        DataSource: {
          S3DataSource: {
            S3DataType: 'S3Prefix',
            S3Uri: prefixOf(name, parts.channel),
            S3DataDistributionType: parts.distribution ?? 'FullyReplicated',
          },
        },
      },
    ],
    OutputDataConfig: { S3OutputPath: `${BUCKET}/${name}/output` },
    ResourceConfig: { InstanceType: INSTANCE_TYPE, InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: MAX_SECONDS },
  };
}

/** The model that the project's training job leaves. */
export function trainedModel(name: string): string {
  return `${prefixOf(name, 'output')}${name}/output/model.tar.gz`;
}

/** `model`: S3 URI of its archive; undefined: the image has one of its own. */
export function endpoint(named: Named, model: string | undefined): object {
  const { name } = named;
  return {
    Model: modelOf(named, model),
    EndpointConfig: {
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: name, InstanceType: INSTANCE_TYPE, InitialInstanceCount: 1 },
      ],
    },
    Endpoint: { EndpointName: name, EndpointConfigName: name },
  };
}

/** A request of CreateTransformJob with its model, as for `endpoint`; at AWS it is another than that of the endpoint. */
export function transformJob(named: Named, model: string | undefined): object {
  const { name } = named;
  const own = `${name}-batch`;
  return {
    TransformJobName: name,
    ModelName: own,
    Model: modelOf({ ...named, name: own }, model),
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: prefixOf(name, 'unlabelled') } },
      ContentType: 'text/csv',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: `${BUCKET}/${name}/predictions`, AssembleWith: 'Line' },
    TransformResources: { InstanceType: INSTANCE_TYPE, InstanceCount: 1 },
  };
}

/** A request of CreateProcessingJob. */
export function processingJob({ name, image, role }: Named): object {
  return {
    ProcessingJobName: name,
    AppSpecification: { ImageUri: image },
    RoleArn: role,
    ProcessingInputs: [
      {
        InputName: 'data',
        S3Input: {
          S3Uri: prefixOf(name, 'data'),
          LocalPath: `${PROCESSING_DIR}/input/data`,
          S3DataType: 'S3Prefix',
          S3InputMode: 'File',
        },
      },
    ],
    ProcessingOutputConfig: {
      Outputs: [
        {
          OutputName: 'output',
          S3Output: {
            S3Uri: prefixOf(name, 'output'),
            LocalPath: `${PROCESSING_DIR}/output`,
            S3UploadMode: 'EndOfJob',
          },
        },
      ],
    },
    ProcessingResources: { ClusterConfig: { InstanceType: INSTANCE_TYPE, InstanceCount: 1, VolumeSizeInGB: 10 } },
    StoppingCondition: { MaxRuntimeInSeconds: MAX_SECONDS },
  };
}

/** The overlay beside a request: folders in the place of prefixes, and the Dockerfile in the place of the image. */
export function overlay(named: Named, folders: Readonly<Record<string, string>>, builds: boolean): object {
  const s3 = Object.entries(folders).map(([what, folder]) => [prefixOf(named.name, what), folder]);
  return {
    s3: Object.fromEntries(s3) as Readonly<Record<string, string>>,
    ...(builds ? { images: { [named.image]: { dockerfile: 'Dockerfile' } } } : {}),
  };
}

function modelOf({ name, image, role }: Named, model: string | undefined): object {
  return {
    ModelName: name,
    PrimaryContainer: { Image: image, ...(model === undefined ? {} : { ModelDataUrl: model }) },
    ExecutionRoleArn: role,
  };
}
