import { PROCESSING_DIR } from '../../../contract/opt-ml';

/** Stand in for the account, role and bucket that people put in; AWS's documentation uses the same. */
const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/SageMakerRole`;
const BUCKET = 's3://amzn-s3-demo-bucket';
const INSTANCE_TYPE = 'ml.m5.large';
const MAX_SECONDS = 600;

/** Names that the requests of a project share. */
export interface Named {
  readonly name: string;
  /** URI of the image. */
  readonly image: string;
}

/** Where the project's image goes in ECR. */
export function imageUri(name: string, region: string): string {
  return `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${name}:latest`;
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

export function trainingJob({ name, image }: Named, parts: TrainingParts): object {
  return {
    TrainingJobName: name,
    AlgorithmSpecification: {
      TrainingImage: image,
      TrainingInputMode: 'File',
      ...(parts.metrics.length === 0 ? {} : { MetricDefinitions: parts.metrics }),
    },
    RoleArn: ROLE,
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
export function endpoint({ name, image }: Named, model: string | undefined): object {
  return {
    Model: modelOf({ name, image }, model),
    EndpointConfig: {
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: name, InstanceType: INSTANCE_TYPE, InitialInstanceCount: 1 },
      ],
    },
    Endpoint: { EndpointName: name, EndpointConfigName: name },
  };
}

export function transformJob({ name, image }: Named, model: string | undefined): object {
  return {
    TransformJobName: name,
    ModelName: name,
    Model: modelOf({ name, image }, model),
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: prefixOf(name, 'unlabelled') } },
      ContentType: 'text/csv',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: `${BUCKET}/${name}/predictions`, AssembleWith: 'Line' },
    TransformResources: { InstanceType: INSTANCE_TYPE, InstanceCount: 1 },
  };
}

export function processingJob({ name, image }: Named): object {
  return {
    ProcessingJobName: name,
    AppSpecification: { ImageUri: image },
    RoleArn: ROLE,
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

function modelOf({ name, image }: Named, model: string | undefined): object {
  return {
    ModelName: name,
    PrimaryContainer: { Image: image, ...(model === undefined ? {} : { ModelDataUrl: model }) },
    ExecutionRoleArn: ROLE,
  };
}
