import { PIPELINE_CONTAINERS } from '../../../contract/limits';
import { duplicates, error } from './complaints';
import { isRecord, listAt, textAt } from './json-value';
import type { Complaint } from './located-json';
import { shorten } from './located-json';

/** A model's variables together, as AWS counts them. */
const MODEL_ENVIRONMENT_BYTES = 32 * 1024;

/** A transform job and the model that its document may carry. */
export function transformChecks(document: unknown): readonly Complaint[] {
  const name = textAt(document, 'ModelName');
  const own = textAt(document, 'Model', 'ModelName');
  if (name === undefined || own === undefined || name === own) return [];
  return [error('/ModelName', `\`ModelName\` must be \`${shorten(own)}\`, the name of the document’s \`Model\`.`)];
}

/** The three parts of an endpoint document must name each other. */
export function endpointChecks(document: unknown): readonly Complaint[] {
  if (!isRecord(document)) return [];
  const given = ['Model', 'Models'].filter((it) => document[it] !== undefined);
  const models =
    document['Models'] === undefined
      ? [{ model: document['Model'], pointer: '/Model' }]
      : listAt(document, 'Models').map((model, index) => ({ model, pointer: `/Models/${index}` }));
  const choice =
    given.length === 1
      ? []
      : given.length === 0
        ? [error('/Model', 'The endpoint document needs `Model` (or `Models`): add it.')]
        : [error('/Models', '`Model` and `Models` exclude each other: put all of them in `Models`.', true)];
  return [
    ...choice,
    ...(given.length === 0 ? [] : models.flatMap(({ model, pointer }) => modelChecks(model, pointer))),
    ...duplicates(listAt(document, 'Models'), 'ModelName', { pointer: '/Models', what: 'model' }),
    ...configNameChecks(document),
    ...variantChecks(
      document,
      models.flatMap(({ model }) => textAt(model, 'ModelName') ?? []),
    ),
  ];
}

/** One CreateModel request. */
export function modelChecks(model: unknown, pointer: string): readonly Complaint[] {
  if (!isRecord(model)) return [];
  const primary = model['PrimaryContainer'] !== undefined;
  const several = model['Containers'] !== undefined;
  if (primary && several) {
    const message = '`PrimaryContainer` and `Containers` exclude each other: keep the one you mean.';
    return [error(`${pointer}/Containers`, message, true)];
  }
  if (!primary && !several)
    return [error(`${pointer}/PrimaryContainer`, 'The model needs `PrimaryContainer` (or `Containers`): add it.')];
  if (primary) return containerChecks(model['PrimaryContainer'], `${pointer}/PrimaryContainer`);
  const containers = listAt(model, 'Containers');
  const [fewest] = PIPELINE_CONTAINERS.value;
  const lone = containers.length > 0 && containers.length < fewest;
  return [
    ...(lone ? [error(`${pointer}/Containers`, 'One container alone stands in `PrimaryContainer`.', true)] : []),
    ...duplicates(containers, 'ContainerHostname', { pointer: `${pointer}/Containers`, what: 'container' }),
    ...containers.flatMap((it, index) => containerChecks(it, `${pointer}/Containers/${index}`)),
  ];
}

function containerChecks(container: unknown, pointer: string): readonly Complaint[] {
  if (!isRecord(container)) return [];
  const has = (member: string): boolean => container[member] !== undefined;
  const found: Complaint[] = [];
  if (!has('Image') && !has('ModelPackageName'))
    found.push(error(`${pointer}/Image`, 'The container needs `Image` (or `ModelPackageName`): add it.'));
  if (has('ModelDataUrl') && has('ModelDataSource')) {
    const message = '`ModelDataUrl` and `ModelDataSource` exclude each other: keep the one you mean.';
    found.push(error(`${pointer}/ModelDataSource`, message, true));
  }
  const environment = container['Environment'];
  const variables = isRecord(environment) ? Object.entries(environment) : [];
  const bytes = variables.reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(value), 0);
  if (bytes > MODEL_ENVIRONMENT_BYTES) {
    const message = `The \`Environment\` has ${bytes} bytes in all; AWS takes at most ${MODEL_ENVIRONMENT_BYTES}.`;
    found.push(error(`${pointer}/Environment`, message, true));
  }
  return found;
}

function byteLength(value: unknown): number {
  return typeof value === 'string' ? new TextEncoder().encode(value).length : 0;
}

function configNameChecks(document: unknown): readonly Complaint[] {
  const name = textAt(document, 'EndpointConfig', 'EndpointConfigName');
  const used = textAt(document, 'Endpoint', 'EndpointConfigName');
  if (name === undefined || used === undefined || name === used) return [];
  const message = `\`EndpointConfigName\` must be \`${shorten(name)}\`, the name in \`EndpointConfig\`.`;
  return [error('/Endpoint/EndpointConfigName', message)];
}

function variantChecks(document: unknown, models: readonly string[]): readonly Complaint[] {
  const pointer = '/EndpointConfig/ProductionVariants';
  const variants = listAt(document, 'EndpointConfig', 'ProductionVariants');
  return [
    ...duplicates(variants, 'VariantName', { pointer, what: 'variant' }),
    ...variants.flatMap((variant, index) => variantMachines(variant, `${pointer}/${index}`)),
    ...['ProductionVariants', 'ShadowProductionVariants'].flatMap((list) =>
      listAt(document, 'EndpointConfig', list).flatMap((variant, index) => {
        const name = textAt(variant, 'ModelName');
        if (name === undefined || models.length === 0 || models.includes(name)) return [];
        const known = models.slice(0, 5).map((it) => `\`${shorten(it)}\``);
        const message = `There is no model \`${shorten(name)}\` in this document: it has ${known.join(', ')}.`;
        return [error(`/EndpointConfig/${list}/${index}/ModelName`, message)];
      }),
    ),
  ];
}

/** A variant runs on machines or serverless, not both. */
function variantMachines(variant: unknown, pointer: string): readonly Complaint[] {
  if (!isRecord(variant)) return [];
  const has = (member: string): boolean => variant[member] !== undefined;
  if (has('ServerlessConfig')) {
    const both = ['InstanceType', 'InitialInstanceCount'].filter(has);
    return both.map((it) => error(`${pointer}/${it}`, `\`${it}\` excludes \`ServerlessConfig\`: remove one.`, true));
  }
  if (has('InstanceType') || has('InstancePools')) return [];
  const message = 'The variant needs `InstanceType` (or `ServerlessConfig`): add it.';
  return [error(`${pointer}/InstanceType`, message)];
}
