import type { Endpoints } from '../../sagemaker';
import { endpointSummary } from '../describe';
import type { Desk } from '../desk';
import type { EndpointDesk } from '../endpoint-desk';
import { pageOfKind } from './kept';

/** Endpoints of this machine. */
export function endpoints(desk: Desk, here: EndpointDesk): Endpoints {
  return {
    async createEndpoint(request, signal) {
      return { EndpointArn: (await here.create(request, signal)).arn };
    },

    async updateEndpoint({ EndpointName = '', EndpointConfigName = '' }, signal) {
      return { EndpointArn: (await here.update(EndpointName, EndpointConfigName, signal)).arn };
    },

    async updateEndpointWeightsAndCapacities({ EndpointName = '', DesiredWeightsAndCapacities = [] }) {
      return { EndpointArn: (await here.reweigh(EndpointName, DesiredWeightsAndCapacities)).arn };
    },

    describeEndpoint: (name) => here.describe(name),

    async listEndpoints(query, signal) {
      const { states, nextToken } = await pageOfKind(desk, 'endpoint', query, signal);
      return { Endpoints: states.map(endpointSummary), NextToken: nextToken };
    },

    deleteEndpoint: (name) => here.remove(name),
  };
}
