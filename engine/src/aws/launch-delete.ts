import type { SageMaker } from '../sagemaker';
import { unlessMissing } from '../session/by-kind';
import type { Creation } from './launch-needs-types';

type Deleter = Pick<
  SageMaker,
  'describeEndpoint' | 'describeEndpointConfig' | 'deleteEndpoint' | 'deleteEndpointConfig' | 'deleteModel'
>;

/**
 * What deleting an endpoint deletes, in order: the endpoint, and with `parts` its configuration and the models of that.
 * Other endpoints may use the same configuration and models: AWS can’t be asked for that, so it is for the user to say.
 */
export async function deletionsOf(sagemaker: Deleter, endpoint: string, parts: boolean): Promise<readonly Creation[]> {
  const { EndpointConfigName: config } = await sagemaker.describeEndpoint(endpoint);
  const first: Creation = { what: 'endpoint', name: endpoint };
  if (!parts || config === undefined) return [first];
  const found = await unlessMissing(sagemaker.describeEndpointConfig(config));
  if (found === undefined) return [first];
  const variants = [...(found.ProductionVariants ?? []), ...(found.ShadowProductionVariants ?? [])];
  const models = new Set(variants.map(({ ModelName }) => ModelName).filter((it) => it !== undefined));
  return [
    first,
    { what: 'endpoint configuration', name: config },
    ...[...models].map((name): Creation => ({ what: 'model', name })),
  ];
}

/** Deletes what is on such a list; what is gone already is no error. */
export async function deleteAll(
  sagemaker: Deleter,
  deletions: readonly Creation[],
  onDeleted: (deletion: Creation) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const deletion of deletions) {
    signal.throwIfAborted();
    await unlessMissing(deleteOne(sagemaker, deletion));
    onDeleted(deletion);
  }
}

async function deleteOne(sagemaker: Deleter, { what, name }: Creation): Promise<void> {
  if (what === 'endpoint') await sagemaker.deleteEndpoint(name);
  else if (what === 'endpoint configuration') await sagemaker.deleteEndpointConfig(name);
  else if (what === 'model') await sagemaker.deleteModel(name);
}
