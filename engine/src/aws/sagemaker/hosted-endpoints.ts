import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  ListEndpointsCommand,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import type { Endpoints } from '../../sagemaker';
import { abortable } from '../connection';
import { NEWEST_FIRST } from './calls';
import type { Calls } from './calls';

/** Endpoints at AWS. The signal of a create call ends the asking; what AWS has begun goes on. */
export function hostedEndpoints(calls: Calls): Endpoints {
  return {
    async createEndpoint(request, signal) {
      const sent = calls.sagemaker.send(new CreateEndpointCommand(request), abortable(signal));
      const { EndpointArn = '' } = await calls.asked(sent);
      calls.seen('endpoint', request.EndpointName, 'Creating', true);
      return { EndpointArn };
    },

    async updateEndpoint(request, signal) {
      const sent = calls.sagemaker.send(new UpdateEndpointCommand(request), abortable(signal));
      const { EndpointArn = '' } = await calls.asked(sent);
      calls.seen('endpoint', request.EndpointName, 'Updating');
      return { EndpointArn };
    },

    async updateEndpointWeightsAndCapacities(request) {
      const command = new UpdateEndpointWeightsAndCapacitiesCommand(request);
      const { EndpointArn = '' } = await calls.asked(calls.sagemaker.send(command));
      calls.seen('endpoint', request.EndpointName, 'Updating');
      return { EndpointArn };
    },

    async describeEndpoint(name) {
      const answer = await calls.asked(calls.sagemaker.send(new DescribeEndpointCommand({ EndpointName: name })));
      calls.seen('endpoint', name, answer.EndpointStatus);
      return answer;
    },

    async listEndpoints(query = {}, signal) {
      const command = new ListEndpointsCommand({ ...NEWEST_FIRST, ...query });
      const answer = await calls.asked(calls.sagemaker.send(command, abortable(signal)), signal);
      for (const it of answer.Endpoints ?? []) calls.seen('endpoint', it.EndpointName, it.EndpointStatus);
      return answer;
    },

    async deleteEndpoint(name) {
      await calls.asked(calls.sagemaker.send(new DeleteEndpointCommand({ EndpointName: name })));
      calls.seen('endpoint', name, 'Deleting');
    },
  };
}
