import type { CreateEndpointConfigCommandInput, CreateModelCommandInput } from '@aws-sdk/client-sagemaker';
import type { Models } from '../../sagemaker';
import { describeEndpointConfig, describeModel } from '../describe';
import type { Desk } from '../desk';
import type { EndpointRequests } from '../endpoint-requests';
import { kept } from './kept';

/** Models and endpoint configurations of this machine. */
export function models(desk: Desk, requests: EndpointRequests): Models {
  return {
    async createModel(request) {
      return { ModelArn: await requests.keep('model', request.ModelName ?? '', request) };
    },

    async describeModel(name) {
      const { state, request } = await kept<CreateModelCommandInput>(desk, 'model', name);
      return describeModel(state, request);
    },

    deleteModel: (name) => requests.forget('model', name),

    async createEndpointConfig(request) {
      const arn = await requests.keep('endpoint-config', request.EndpointConfigName ?? '', request);
      return { EndpointConfigArn: arn };
    },

    async describeEndpointConfig(name) {
      const { state, request } = await kept<CreateEndpointConfigCommandInput>(desk, 'endpoint-config', name);
      return describeEndpointConfig(state, request);
    },

    deleteEndpointConfig: (name) => requests.forget('endpoint-config', name),
  };
}
