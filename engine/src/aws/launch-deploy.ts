import type { DescribeTrainingJobCommandOutput, ImageConfig, VpcConfig } from '@aws-sdk/client-sagemaker';
import { UserError } from '../user-error';
import { DEFAULT_OVERLAY } from '../requests/overlay';
import type { Overlay, RequestDocument } from '../requests/types';
import type { SageMaker } from '../sagemaker';
import { parseRequest } from '../shared-with-aws';

/** Where a model comes from. */
export type ModelSource =
  /** A finished training job: its artefact, and where nothing else is said its image and role. */
  | { readonly trainingJob: string }
  /** `s3://…/model.tar.gz`. */
  | { readonly uri: string }
  /** An archive of this machine (its absolute path), and where in S3 it goes. */
  | { readonly file: string; readonly to: string };

/** A registry within the customer’s network: what a model needs to pull its image from there. */
export interface ImageRegistry {
  readonly ImageConfig: ImageConfig;
  readonly VpcConfig: VpcConfig | undefined;
}

export interface Deployment {
  /** Of the endpoint, its configuration and its model. */
  readonly name: string;
  readonly source: ModelSource;
  /** Undefined: that of the training job. */
  readonly image?: string | undefined;
  /** Where that image is, when it is not in ECR. */
  readonly registry?: ImageRegistry | undefined;
  readonly role?: string | undefined;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A deployment as a document and an overlay, to be planned and launched as any other. */
export interface DeploymentRequest {
  readonly document: Extract<RequestDocument, { kind: 'endpoint' }>;
  readonly overlay: Overlay;
}

/** Makes the requests of a deployment. Asks for the training job alone; creates nothing. */
export async function deploymentRequest(
  sagemaker: Pick<SageMaker, 'describeTrainingJob'>,
  deployment: Deployment,
): Promise<DeploymentRequest> {
  const { source } = deployment;
  const trained = 'trainingJob' in source ? await finishedJob(sagemaker, source.trainingJob) : undefined;
  const uri = 'uri' in source ? source.uri : 'to' in source ? source.to : trained?.artefact;
  const image = needed(deployment.image ?? trained?.image, 'which image serves the model', 'Name an image of ECR.');
  const role = needed(deployment.role ?? trained?.role, 'which role the endpoint has', 'Name the ARN of a role.');
  const overlay = 'file' in source ? { ...DEFAULT_OVERLAY, s3: { [source.to]: source.file } } : DEFAULT_OVERLAY;
  const registry = deployment.image === undefined ? trained?.registry : deployment.registry;
  return { document: documentOf(deployment, uri, { image, registry }, role), overlay };
}

/** The registry of a training job’s image; undefined: it is ECR. */
export function registryOf({ AlgorithmSpecification, VpcConfig }: TrainedFrom): ImageRegistry | undefined {
  const { TrainingRepositoryAccessMode: mode, TrainingRepositoryAuthConfig: login } =
    AlgorithmSpecification?.TrainingImageConfig ?? {};
  if (mode !== 'Vpc') return undefined;
  const arn = login?.TrainingRepositoryCredentialsProviderArn;
  const auth = arn === undefined ? {} : { RepositoryAuthConfig: { RepositoryCredentialsProviderArn: arn } };
  return { ImageConfig: { RepositoryAccessMode: mode, ...auth }, VpcConfig };
}

type TrainedFrom = Pick<DescribeTrainingJobCommandOutput, 'AlgorithmSpecification' | 'VpcConfig'>;

function documentOf(
  { name, instanceType, instanceCount, environment = {} }: Deployment,
  uri: string | undefined,
  { image, registry }: { readonly image: string; readonly registry: ImageRegistry | undefined },
  role: string,
): DeploymentRequest['document'] {
  const request = {
    Model: {
      ModelName: name,
      ExecutionRoleArn: role,
      PrimaryContainer: {
        Image: image,
        ImageConfig: registry?.ImageConfig,
        ModelDataUrl: uri,
        Environment: environment,
      },
      VpcConfig: registry?.VpcConfig,
    },
    EndpointConfig: {
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: name, InstanceType: instanceType, InitialInstanceCount: instanceCount },
      ],
    },
    Endpoint: { EndpointName: name, EndpointConfigName: name },
  };
  // Read as any document is: what AWS would refuse is found here.
  const { document, problems } = parseRequest(JSON.stringify(request), 'deployment.endpoint.json');
  if (document?.kind === 'endpoint') return document;
  const errors = problems.filter((it) => it.severity === 'error').map((it) => it.message);
  throw new UserError(`“${name}” can’t be deployed so: ${errors.join(' ')}`, 'Correct it, and deploy again.');
}

async function finishedJob(sagemaker: Pick<SageMaker, 'describeTrainingJob'>, name: string) {
  const job = await sagemaker.describeTrainingJob(name);
  const artefact = job.ModelArtifacts?.S3ModelArtifacts;
  if (job.TrainingJobStatus !== 'Completed' || artefact === undefined) {
    throw new UserError(
      `The training job “${name}” has left no model: it is ${job.TrainingJobStatus ?? 'unknown'}.`,
      'Deploy a job that is completed.',
    );
  }
  return {
    artefact,
    image: job.AlgorithmSpecification?.TrainingImage,
    registry: registryOf(job),
    role: job.RoleArn,
  };
}

function needed(value: string | undefined, what: string, remedy: string): string {
  if (value !== undefined && value !== '') return value;
  throw new UserError(`Nothing says ${what}.`, remedy);
}
