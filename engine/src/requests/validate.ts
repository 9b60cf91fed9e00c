import Ajv from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { SCHEMAS } from './schemas.generated';

export type SchemaName = keyof typeof SCHEMAS;

let ajv: Ajv | undefined;
const compiled = new Map<SchemaName, ValidateFunction>();

/** What the schema has against a value. Schemas are compiled when first asked for. */
export function schemaErrors(name: SchemaName, value: unknown): readonly ErrorObject[] {
  let validate = compiled.get(name);
  if (validate === undefined) {
    ajv ??= new Ajv({ allErrors: true, verbose: true, strict: false, ownProperties: true });
    validate = ajv.compile(SCHEMAS[name]);
    compiled.set(name, validate);
  }
  validate(value);
  const errors = validate.errors ?? [];
  // The compiled function outlives the document.
  validate.errors = null;
  return errors;
}
