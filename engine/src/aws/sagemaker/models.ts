import {
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
} from '@aws-sdk/client-sagemaker';
import type { Models } from '../../sagemaker';
import type { Calls } from './calls';

/** Models and endpoint configurations at AWS. */
export function models(calls: Calls): Models {
  return {
    async createModel(request) {
      const { ModelArn = '' } = await calls.asked(calls.sagemaker.send(new CreateModelCommand(request)));
      return { ModelArn };
    },

    async describeModel(name) {
      return calls.asked(calls.sagemaker.send(new DescribeModelCommand({ ModelName: name })));
    },

    async deleteModel(name) {
      await calls.asked(calls.sagemaker.send(new DeleteModelCommand({ ModelName: name })));
    },

    async createEndpointConfig(request) {
      const { EndpointConfigArn = '' } = await calls.asked(
        calls.sagemaker.send(new CreateEndpointConfigCommand(request)),
      );
      return { EndpointConfigArn };
    },

    async describeEndpointConfig(name) {
      return calls.asked(calls.sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name })));
    },

    async deleteEndpointConfig(name) {
      await calls.asked(calls.sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })));
    },
  };
}
