import { describe as descriptionOf } from './request-descriptions';
import { patternInWords, safePattern } from './safe-pattern';
import type { ServiceModel, Shape } from './service-model';
import { parts, shapeOf } from './service-model';

type Schema = Readonly<Record<string, unknown>>;

/** A scalar schema longer than this, used twice, becomes a definition. */
const LONGEST_INLINE = 90;

/** JSON Schema (draft-07) of every request document, by file name. */
export function requestSchemas(model: ServiceModel): ReadonlyMap<string, Schema> {
  return new Map([
    ['training-job.schema.json', trainingJob(model)],
    ['processing-job.schema.json', job(model, 'Processing job', 'CreateProcessingJobRequest')],
    ['transform-job.schema.json', transformJob(model)],
    ['endpoint.schema.json', endpoint(model)],
  ]);
}

function job(model: ServiceModel, title: string, shape: string, extras: Schema = {}): Schema {
  const writer = createWriter(model, [shape]);
  return document(title, { ...writer.structure(shape), ...extras }, writer.definitions());
}

/** AWS's model asks for neither since there are jobs without instances; every other job fails without them. */
function trainingJob(model: ServiceModel): Schema {
  const needs = ['AlgorithmSpecification', 'ResourceConfig'];
  return job(model, 'Training job', 'CreateTrainingJobRequest', {
    if: { not: { required: ['ServerlessJobConfig'] } },
    then: { required: needs },
  });
}

function transformJob(model: ServiceModel): Schema {
  const writer = createWriter(model, ['CreateTransformJobRequest', 'CreateModelInput']);
  const { properties, ...rest } = writer.structure('CreateTransformJobRequest');
  const Model = { ...writer.reference('CreateModelInput'), description: descriptionOf('Document', 'Model') };
  return document('Batch transform job', { ...rest, properties: { Model, ...properties } }, writer.definitions());
}

function endpoint(model: ServiceModel): Schema {
  const writer = createWriter(model, ['CreateModelInput', 'CreateEndpointConfigInput', 'CreateEndpointInput']);
  const describe = (member: string): Schema => ({ description: descriptionOf('EndpointDocument', member) });
  const one = writer.reference('CreateModelInput');
  const root = {
    type: 'object',
    additionalProperties: false,
    required: ['EndpointConfig', 'Endpoint'],
    anyOf: [{ required: ['Model'] }, { required: ['Models'] }],
    properties: {
      Model: { ...one, ...describe('Model') },
      Models: { type: 'array', minItems: 1, items: one, ...describe('Models') },
      EndpointConfig: { ...writer.reference('CreateEndpointConfigInput'), ...describe('EndpointConfig') },
      Endpoint: { ...writer.reference('CreateEndpointInput'), ...describe('Endpoint') },
    },
  };
  return document('Endpoint', root, writer.definitions());
}

function document(title: string, root: Schema, definitions: Schema): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `${title} of Amazon SageMaker`,
    ...root,
    definitions,
  };
}

interface Writer {
  structure(name: string): Schema & { readonly properties: Schema };
  reference(name: string): Schema;
  /** Everything that was referred to. */
  definitions(): Schema;
}

function createWriter(model: ServiceModel, roots: readonly string[]): Writer {
  const uses = countUses(model, roots);
  const definitions = new Map<string, Schema>();

  function structure(name: string): Schema & { readonly properties: Schema } {
    const { members = {}, required = [] } = shapeOf(model, name);
    const properties = Object.entries(members).map(([member, { shape }]): [string, Schema] => {
      const description = descriptionOf(name, member);
      return [member, { ...reference(shape), ...(description === undefined ? {} : { description }) }];
    });
    return {
      type: 'object',
      additionalProperties: false,
      ...(required.length > 0 ? { required } : {}),
      properties: Object.fromEntries(properties),
    };
  }

  function reference(name: string): Schema {
    const shape = shapeOf(model, name);
    const shared = (uses.get(name) ?? 0) > 1;
    if (shape.type !== 'structure') {
      if (!isContainer(shape)) {
        const schema = scalar(shape);
        if (!shared || JSON.stringify(schema).length <= LONGEST_INLINE) return schema;
      } else if (!shared) return container(shape);
    }
    if (!definitions.has(name)) {
      // Set before it is filled: a shape may hold itself.
      definitions.set(name, {});
      definitions.set(
        name,
        shape.type === 'structure' ? structure(name) : isContainer(shape) ? container(shape) : scalar(shape),
      );
    }
    return { $ref: `#/definitions/${name}` };
  }

  function container(shape: Shape): Schema {
    if (shape.member !== undefined)
      return { type: 'array', ...limits(shape, 'Items'), items: reference(shape.member.shape) };
    const key = reference(shape.key?.shape ?? '');
    const { type: _, ...names } = key;
    return {
      type: 'object',
      ...limits(shape, 'Properties'),
      ...(Object.keys(names).length > 0 ? { propertyNames: names } : {}),
      additionalProperties: reference(shape.value?.shape ?? ''),
    };
  }

  return {
    structure,
    reference,
    definitions: () => Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function isContainer(shape: Shape): boolean {
  return shape.type === 'list' || shape.type === 'map';
}

function scalar(shape: Shape): Schema {
  switch (shape.type) {
    case 'string':
      return text(shape);
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
    case 'long':
      return { type: 'integer', ...range(shape) };
    case 'float':
    case 'double':
      return { type: 'number', ...range(shape) };
    default:
      throw new Error(`No JSON Schema for a shape of type ${shape.type}.`);
  }
}

function text(shape: Shape): Schema {
  if (shape.enum !== undefined) return { type: 'string', enum: shape.enum };
  const pattern = shape.pattern === undefined ? undefined : safePattern(shape.pattern);
  const words = pattern === undefined ? undefined : patternInWords(pattern);
  return {
    type: 'string',
    ...limits(shape, 'Length'),
    ...(pattern === undefined ? {} : { pattern }),
    ...(words === undefined ? {} : { patternErrorMessage: words }),
  };
}

function range({ min, max }: Shape): Schema {
  return { ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) };
}

function limits({ min = 0, max }: Shape, what: string): Schema {
  return { ...(min > 0 ? { [`min${what}`]: min } : {}), ...(max === undefined ? {} : { [`max${what}`]: max }) };
}

/** How often each shape is referred to from the shapes that the roots consist of; a root counts as one more. */
function countUses(model: ServiceModel, roots: readonly string[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const count = uses.get(name) ?? 0;
    uses.set(name, count + 1);
    if (count === 0) open.push(...parts(shapeOf(model, name)));
  }
  return uses;
}
