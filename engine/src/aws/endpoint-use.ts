import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { INVOCATION_METRIC } from '../../../contract/endpoint-metrics';
import type { SageMaker } from '../sagemaker';
import { asked } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';
import type { Pricing } from './pricing';

/** What an endpoint costs, and whether anybody uses it. */
export interface EndpointUse {
  /** Of all instances for an hour, in the currency of the Price List; undefined: not known, or paid by use. */
  readonly perHour: number | undefined;
  /** Invocations of the last day; undefined: it is younger than that, or CloudWatch can’t be asked. */
  readonly invocations: number | undefined;
}

const DAY_MS = 86_400_000;
const HOUR_SECONDS = 3600;

/** Looks at the instances that an endpoint has now, their price, and its invocations of the last day. */
export async function endpointUse(
  connection: AwsConnection,
  sagemaker: Pick<SageMaker, 'describeEndpoint' | 'describeEndpointConfig'>,
  pricing: Pricing,
  name: string,
  signal: AbortSignal,
): Promise<EndpointUse> {
  const endpoint = await sagemaker.describeEndpoint(name);
  const variants = endpoint.ProductionVariants ?? [];
  const config = await sagemaker.describeEndpointConfig(endpoint.EndpointConfigName ?? '');
  const configured = [...(config.ProductionVariants ?? []), ...(config.ShadowProductionVariants ?? [])];
  const prices = await Promise.all(
    configured.map(async ({ VariantName, InstanceType, InitialInstanceCount = 1, ServerlessConfig }) => {
      if (InstanceType === undefined || ServerlessConfig !== undefined) return undefined;
      const now = variants.find((it) => it.VariantName === VariantName)?.CurrentInstanceCount;
      const price = await unlessRefused(pricing.hourly(InstanceType, 'endpoint', signal), signal);
      return price === undefined ? undefined : price * (now ?? InitialInstanceCount);
    }),
  );
  const known = prices.filter((it) => it !== undefined);
  const old = Date.now() - (endpoint.CreationTime?.getTime() ?? Date.now()) >= DAY_MS;
  const names = configured.flatMap(({ VariantName }) => VariantName ?? []);
  return {
    perHour: known.length === 0 || known.length < prices.length ? undefined : known.reduce((all, one) => all + one, 0),
    invocations: old ? await unlessRefused(invocationsOf(connection, name, names, signal), signal) : undefined,
  };
}

/** Invocations of all variants in the last day. */
async function invocationsOf(
  connection: AwsConnection,
  name: string,
  variants: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const { namespace, name: metric } = INVOCATION_METRIC.value;
  const queries = variants.map((variant, at): MetricDataQuery => ({
    Id: `v${at}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: [
          { Name: 'EndpointName', Value: name },
          { Name: 'VariantName', Value: variant },
        ],
      },
      Period: HOUR_SECONDS,
      Stat: 'Sum',
    },
  }));
  const now = Date.now();
  const command = new GetMetricDataCommand({
    MetricDataQueries: queries,
    StartTime: new Date(now - DAY_MS),
    EndTime: new Date(now),
  });
  const sent = connection.clients.cloudwatch().send(command, abortable(signal));
  const { MetricDataResults = [] } = await asked(connection.name, sent, signal);
  return MetricDataResults.flatMap(({ Values = [] }) => Values).reduce((all, one) => all + one, 0);
}

/** Who may not ask for prices or metrics still sees endpoints. */
async function unlessRefused<T>(answer: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await answer;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
