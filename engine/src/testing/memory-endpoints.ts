import type { CreateEndpointCommandInput, DesiredWeightAndCapacity } from '@aws-sdk/client-sagemaker';
import { endpointStatus, endpointSummary } from '../local/describe';
import { validationException } from '../named-errors';
import type { Endpoints } from '../sagemaker';
import type { MemoryEntries } from './memory-entries';

/** Endpoints that are in service at once. */
export function memoryEndpoints(entries: MemoryEntries): Endpoints {
  /** By endpoint and variant: what was wanted since its configuration was set. */
  const wishes = new Map<string, ReadonlyMap<string, DesiredWeightAndCapacity>>();
  return {
    async createEndpoint(request) {
      await entries.configOf(request.EndpointConfigName);
      const entry = entries.add('endpoint', request.EndpointName ?? '', { ...request }, 'Creating');
      setImmediate(() => {
        entries.set(entry, { ...entry.state, status: 'InService' });
      });
      return { EndpointArn: entry.state.arn };
    },

    async updateEndpoint(request) {
      const entry = await entries.get('endpoint', request.EndpointName ?? '');
      await entries.configOf(request.EndpointConfigName);
      wishes.delete(entry.state.name);
      Object.assign(entry.request as object, { EndpointConfigName: request.EndpointConfigName });
      entries.set(entry, { ...entry.state, status: 'Updating' });
      setImmediate(() => {
        entries.set(entry, { ...entry.state, status: 'InService' });
      });
      return { EndpointArn: entry.state.arn };
    },

    async updateEndpointWeightsAndCapacities(request) {
      const { EndpointName = '', DesiredWeightsAndCapacities = [] } = request;
      const { state, request: endpoint } = await entries.get('endpoint', EndpointName);
      const config = await entries.configOf((endpoint as CreateEndpointCommandInput).EndpointConfigName);
      const names = new Set((config.ProductionVariants ?? []).map((variant) => variant.VariantName));
      const wanted = new Map(wishes.get(EndpointName));
      for (const one of DesiredWeightsAndCapacities) {
        const { VariantName = '' } = one;
        if (!names.has(VariantName))
          throw validationException(`There is no variant “${VariantName}”.`, 'Name another.');
        wanted.set(VariantName, { ...wanted.get(VariantName), ...one });
      }
      wishes.set(EndpointName, wanted);
      return { EndpointArn: state.arn };
    },

    async describeEndpoint(name) {
      const { state, request } = await entries.get('endpoint', name);
      const { EndpointConfigName } = request as CreateEndpointCommandInput;
      const config = await entries.configOf(EndpointConfigName);
      return {
        EndpointName: name,
        EndpointArn: state.arn,
        EndpointConfigName,
        ProductionVariants: (config.ProductionVariants ?? []).map((variant) => {
          const { VariantName, InitialInstanceCount: count = 1 } = variant;
          const wanted = wishes.get(name)?.get(VariantName ?? '');
          const weight = wanted?.DesiredWeight ?? variant.InitialVariantWeight ?? 1;
          const instances = {
            CurrentInstanceCount: count,
            DesiredInstanceCount: wanted?.DesiredInstanceCount ?? count,
          };
          return { VariantName, CurrentWeight: weight, DesiredWeight: weight, ...instances };
        }),
        EndpointStatus: endpointStatus(state),
        CreationTime: new Date(state.created),
        LastModifiedTime: new Date(state.modified),
      };
    },

    async listEndpoints(query, signal) {
      const { states, nextToken } = await entries.page('endpoint', query, signal);
      return { Endpoints: states.map(endpointSummary), NextToken: nextToken };
    },

    deleteEndpoint(name) {
      return entries.remove('endpoint', name);
    },
  };
}
