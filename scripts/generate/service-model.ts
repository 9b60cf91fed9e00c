/** A shape of botocore's service-2.json, as far as requests need it. */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface ServiceModel {
  readonly shapes: Readonly<Record<string, Shape>>;
}

export function isServiceModel(value: unknown): value is ServiceModel {
  return typeof value === 'object' && value !== null && 'shapes' in value && typeof value.shapes === 'object';
}

export function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`The service model has no shape ${name}.`);
  return shape;
}

/** Names of the shapes that a shape consists of. */
export function parts(shape: Shape): readonly string[] {
  const members = Object.values(shape.members ?? {}).map((it) => it.shape);
  const rest = [shape.member, shape.key, shape.value].flatMap((it) => (it === undefined ? [] : [it.shape]));
  return [...members, ...rest];
}
