import type { LaunchPlan } from './launch-plan';
import { creationsOf } from './launch-needs';
import type { RequestDocument } from '../requests/types';

/** SageMaker takes no longer names of models and configurations. */
const LONGEST = 63;

/**
 * The same launch as an update of the endpoint that is there: the models and the configuration get names with the time
 * behind them, since those of the first launch are taken, and the endpoint changes over without a gap. The old ones stay,
 * to go back to. A plan of something else comes back as it was. Pure.
 */
export function asUpdate(plan: LaunchPlan, now: Date): LaunchPlan {
  const { document } = plan;
  if (document.kind !== 'endpoint') return plan;
  const updating = renamed(document, `-${now.toISOString().replaceAll(/\D/g, '').slice(0, 14)}`);
  const creates = creationsOf(updating).map((it) => (it.what === 'endpoint' ? { ...it, updated: true as const } : it));
  return { ...plan, document: updating, needs: { ...plan.needs, creates }, updates: true };
}

type EndpointDocument = Extract<RequestDocument, { kind: 'endpoint' }>;

function renamed({ kind, request }: EndpointDocument, end: string): EndpointDocument {
  const { Model, Models, EndpointConfig, Endpoint } = request;
  const names = new Map([Model, ...(Models ?? [])].map(({ ModelName = '' }) => [ModelName, withEnd(ModelName, end)]));
  const inVariant = <V extends { ModelName?: string | undefined }>(variant: V): V => {
    const name = names.get(variant.ModelName ?? '');
    return name === undefined ? variant : { ...variant, ModelName: name };
  };
  const inModel = (model: typeof Model): typeof Model => ({ ...model, ModelName: names.get(model.ModelName ?? '') });
  const config = withEnd(EndpointConfig.EndpointConfigName ?? '', end);
  const shadows = EndpointConfig.ShadowProductionVariants?.map(inVariant);
  return {
    kind,
    request: {
      ...request,
      Model: inModel(Model),
      ...(Models === undefined ? {} : { Models: Models.map(inModel) }),
      EndpointConfig: {
        ...EndpointConfig,
        EndpointConfigName: config,
        ProductionVariants: EndpointConfig.ProductionVariants?.map(inVariant),
        ...(shadows === undefined ? {} : { ShadowProductionVariants: shadows }),
      },
      Endpoint: { ...Endpoint, EndpointConfigName: config },
    },
  };
}

function withEnd(name: string, end: string): string {
  return `${name.slice(0, LONGEST - end.length).replace(/-+$/, '')}${end}`;
}
