import type { CreateModelCommandInput } from '@aws-sdk/client-sagemaker';
import { describeEndpointConfig, describeModel } from '../local/describe';
import type { Models } from '../sagemaker';
import type { MemoryEntries } from './memory-entries';

/** Models and endpoint configurations. */
export function memoryModels(entries: MemoryEntries): Models {
  return {
    createModel(request) {
      const name = request.ModelName ?? '';
      return Promise.resolve().then(() => ({ ModelArn: entries.add('model', name, request, 'InService').state.arn }));
    },

    async describeModel(name) {
      const { state, request } = await entries.get('model', name);
      return describeModel(state, request as CreateModelCommandInput);
    },

    deleteModel(name) {
      return entries.remove('model', name);
    },

    createEndpointConfig(request) {
      const name = request.EndpointConfigName ?? '';
      return Promise.resolve().then(() => ({
        EndpointConfigArn: entries.add('endpoint-config', name, request, 'InService').state.arn,
      }));
    },

    async describeEndpointConfig(name) {
      const { state } = await entries.get('endpoint-config', name);
      return describeEndpointConfig(state, await entries.configOf(name));
    },

    deleteEndpointConfig(name) {
      return entries.remove('endpoint-config', name);
    },
  };
}
