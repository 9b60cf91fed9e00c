import type {
  CreateEndpointCommandInput,
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
} from '@aws-sdk/client-sagemaker';
import { validationException } from '../named-errors';
import type { RunPlan } from '../plan/types';
import type { EndpointRequest } from '../requests/types';
import type { Desk } from './desk';
import { kept } from './sagemaker/kept';
import { newState } from './state';
import type { State, StoredKind } from './state';

/** The state of an endpoint. */
export type EndpointState = State & { readonly kind: 'endpoint' };

/** Models and endpoint configurations, and the endpoints that are made of them. */
export class EndpointRequests {
  constructor(private readonly desk: Desk) {}

  /** Keeps a model or an endpoint configuration. */
  async keep(kind: 'model' | 'endpoint-config', name: string, request: object): Promise<string> {
    const { store, options } = this.desk;
    const arn = await options.planner.arn(kind, name);
    await store.create(newState(kind, name, arn, 'InService', options.owner, new Date()), { 'request.json': request });
    return arn;
  }

  /** Deletes it; endpoints that were made of it keep what they need. */
  async forget(kind: 'model' | 'endpoint-config', name: string): Promise<void> {
    await this.desk.store.get(kind, name);
    await this.desk.store.remove(kind, name);
  }

  /** The endpoint with its configuration and models, and what that comes to on this machine. */
  async planFor(endpoint: CreateEndpointCommandInput): Promise<{ plan: RunPlan; request: EndpointRequest }> {
    const config = await this.request<CreateEndpointConfigCommandInput>('endpoint-config', endpoint.EndpointConfigName);
    const names = (config.ProductionVariants ?? []).map((variant) => variant.ModelName ?? '');
    const models: CreateModelCommandInput[] = [];
    for (const name of new Set(names)) models.push(await this.request<CreateModelCommandInput>('model', name));
    const [first] = models;
    if (first === undefined) {
      throw validationException('The endpoint configuration has no variant.', 'Add one to ProductionVariants.');
    }
    const request = { Model: first, Models: models, EndpointConfig: config, Endpoint: endpoint };
    const plan = await this.desk.options.planner.endpoint(request);
    await this.desk.refuseIfNeeded(plan, request);
    return { plan, request };
  }

  private async request<T>(kind: StoredKind, name = ''): Promise<T> {
    return (await kept<T>(this.desk, kind, name)).request;
  }
}
