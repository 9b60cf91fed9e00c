import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { PricingClient } from '@aws-sdk/client-pricing';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { STSClient } from '@aws-sdk/client-sts';
import { agents } from './agents';
import type { Env } from './aws-files';
import type { Credentials } from './credentials';
import { configuredEndpoint, settingsNow } from './endpoints';

/** The services, each client made when it is first asked for. */
export interface AwsClients {
  readonly sagemaker: () => SageMakerClient;
  readonly runtime: () => SageMakerRuntimeClient;
  readonly logs: () => CloudWatchLogsClient;
  readonly cloudwatch: () => CloudWatchClient;
  readonly ecr: () => ECRClient;
  readonly s3: () => S3Client;
  readonly sts: () => STSClient;
  readonly iam: () => IAMClient;
  readonly pricing: () => PricingClient;
  readonly quotas: () => ServiceQuotasClient;
  /** Closes all connections. */
  readonly destroy: () => void;
}

export interface ClientSettings {
  readonly profile: string | undefined;
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;
  /** Times a call is tried, when AWS is busy or the network fails. */
  readonly attempts: number | undefined;
  readonly env: Env;
}

const ATTEMPTS = 4;
const CONNECTION_MS = 5_000;
/** Nothing we call takes longer between two bytes; invocations have limits of their own. */
const REQUEST_MS = 70_000;
/** The Pricing API is only at home here: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html */
const PRICING_REGION = 'us-east-1';

/** Clients for a region with these credentials, at the addresses that the environment and the profile give. */
export function openClients({ profile, region, credentials, attempts = ATTEMPTS, env }: ClientSettings): AwsClients {
  const made: { destroy(): void }[] = [];
  const files = settingsNow(env);
  const settings = {
    region,
    credentials,
    maxAttempts: attempts,
    retryMode: 'adaptive',
    requestHandler: { connectionTimeout: CONNECTION_MS, requestTimeout: REQUEST_MS, ...agents(env) },
    customUserAgent: 'sagemaker-containers',
  };
  const at = (service: string): { readonly endpoint?: string; readonly ignoreConfiguredEndpointUrls: true } => {
    const endpoint = configuredEndpoint(service, profile, files, env);
    return { ...(endpoint === undefined ? {} : { endpoint }), ignoreConfiguredEndpointUrls: true };
  };
  const once = <T extends { destroy(): void }>(make: () => T): (() => T) => {
    let client: T | undefined;
    return () => {
      if (client === undefined) {
        client = make();
        made.push(client);
      }
      return client;
    };
  };
  // Addresses of one's own often are an IP address and a port: there are no host names below them.
  const isOwn = (service: string): boolean => at(service).endpoint !== undefined;
  return {
    sagemaker: once(() => new SageMakerClient({ ...settings, ...at('SageMaker') })),
    runtime: once(() => new SageMakerRuntimeClient({ ...settings, ...at('SageMaker Runtime') })),
    logs: once(
      () =>
        new CloudWatchLogsClient({
          ...settings,
          ...at('CloudWatch Logs'),
          disableHostPrefix: isOwn('CloudWatch Logs'),
        }),
    ),
    cloudwatch: once(() => new CloudWatchClient({ ...settings, ...at('CloudWatch') })),
    ecr: once(() => new ECRClient({ ...settings, ...at('ECR') })),
    s3: once(() => new S3Client({ ...settings, ...at('S3'), forcePathStyle: isOwn('S3') })),
    sts: once(() => new STSClient({ ...settings, ...at('STS') })),
    iam: once(() => new IAMClient({ ...settings, ...at('IAM') })),
    pricing: once(() => new PricingClient({ ...settings, ...at('Pricing'), region: PRICING_REGION })),
    quotas: once(() => new ServiceQuotasClient({ ...settings, ...at('Service Quotas') })),
    destroy: () => {
      for (const client of made) client.destroy();
    },
  };
}
