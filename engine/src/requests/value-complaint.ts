import type { ErrorObject } from 'ajv';
import { differsByNumberOnly } from '../../../contract/distance';
import { isRecord, kindOf } from './json-value';
import type { Complaint } from './located-json';
import { pointerNames, shorten } from './located-json';
import { memberName } from './member-name';
import { nearestName } from './nearest-name';

/** Longer lists of choices are not printed. */
const MOST_CHOICES = 8;

/** What is wrong with the value of a member, in a sentence with the fix. */
export function valueComplaint(error: ErrorObject): Complaint {
  const complaint = error.keyword === 'enum' ? choice(error) : undefined;
  return complaint ?? { pointer: error.instancePath, severity: 'error', message: sentence(error) };
}

function sentence(error: ErrorObject): string {
  const name = memberName(error.instancePath);
  const limit = String(error.params['limit']);
  switch (error.keyword) {
    case 'type':
      return `${name} ${wrongType(error)}`;
    case 'pattern':
      return `${name} is ${quote(error.data)}. ${patternWords(error)}`;
    case 'minimum':
      return `${name} must be at least ${limit}, not ${String(error.data)}.`;
    case 'maximum':
      return `${name} must be at most ${limit}, not ${String(error.data)}.`;
    case 'exclusiveMinimum':
      return `${name} must be more than ${limit}.`;
    case 'minLength':
      return limit === '1' ? `${name} must not be empty.` : `${name} must have at least ${limit} characters.`;
    case 'maxLength':
      return `${name} has ${lengthOf(error.data)} characters; AWS takes at most ${limit}.`;
    case 'minItems':
      return limit === '1'
        ? `${name} must not be empty: leave it out instead.`
        : `${name} must have at least ${limit} items.`;
    case 'maxItems':
      return `${name} has ${Array.isArray(error.data) ? error.data.length : 'too many'} items; AWS takes at most ${limit}.`;
    case 'minProperties':
      return `${name} must have at least ${limit} entries.`;
    case 'maxProperties':
      return `${name} has ${Object.keys(isRecord(error.data) ? error.data : {}).length} entries; AWS takes at most ${limit}.`;
    default:
      return `${name} is not what AWS accepts: ${error.message ?? error.keyword}.`;
  }
}

function patternWords(error: ErrorObject): string {
  const words: unknown = error.parentSchema?.['patternErrorMessage'];
  if (typeof words !== 'string') return `AWS accepts \`${String(error.params['pattern'])}\`.`;
  const isLocal = words.includes('s3://') && typeof error.data === 'string' && !/^[a-z0-9]+:\/\/[^/]/i.test(error.data);
  return isLocal ? `${words} To use a local folder, keep an S3 URI here and map it in the overlay’s \`s3\`.` : words;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function wrongType({ data, params, instancePath }: ErrorObject): string {
  const wanted = String(params['type']);
  const start = `must be ${TYPES[wanted] ?? wanted}`;
  if (data === null) return `is null: leave it out, or give it ${TYPES[wanted] ?? wanted}.`;
  if (wanted === 'string') return `${start}${isMap(instancePath)}: write ${inQuotes(data)}.`;
  const text = typeof data === 'string' ? data.trim() : undefined;
  if (wanted === 'boolean' && text !== undefined && /^(true|false)$/i.test(text))
    return `${start}: write ${text.toLowerCase()}, without quotes.`;
  if ((wanted === 'integer' || wanted === 'number') && text !== undefined && /^-?\d{1,15}(\.\d{1,15})?$/.test(text))
    return `${start}: write ${String(Number(text))}, without quotes.`;
  if (wanted === 'integer' && typeof data === 'number') return `${start}, not ${String(data)}.`;
  if (wanted === 'array') return `${start}, not ${kindOf(data)}: put it in [ ].`;
  return `${start}, not ${kindOf(data)}.`;
}

/** People expect numbers to pass here; say why they don't. */
function isMap(pointer: string): string {
  const owner = pointerNames(pointer).at(-2);
  if (owner === 'HyperParameters') return ', as every hyperparameter is';
  return owner === 'Environment' || owner === 'env' ? ', as every variable is' : '';
}

function inQuotes(data: unknown): string {
  const plain = typeof data === 'number' || typeof data === 'boolean' ? String(data) : JSON.stringify(data);
  const quoted = JSON.stringify(plain);
  return quoted.length <= 80 ? quoted : 'it in quotes, as JSON';
}

function choice(error: ErrorObject): Complaint {
  const pointer = error.instancePath;
  const name = memberName(pointer);
  const allowed = listOfTexts(error.params['allowedValues']);
  const wrong = (rest: string): Complaint => ({
    pointer,
    severity: 'error',
    message: `${name} must not be ${quote(error.data)}${rest}`,
  });
  if (typeof error.data !== 'string') return { ...wrong(''), message: `${name} must be one of ${choices(allowed)}.` };
  if (allowed.some((it) => it.startsWith('ml.'))) return instanceType(name, pointer, error.data, allowed);
  const near = nearestName(error.data, allowed);
  if (near !== undefined) return wrong(`: did you mean "${near}"?`);
  return wrong(
    allowed.length <= MOST_CHOICES ? `: choose ${choices(allowed)}.` : ': it is not a value that AWS knows.',
  );
}

const INSTANCE_TYPE = /^ml\.[a-z][a-z0-9-]{0,15}\.((nano|micro|small|medium|large|\d{0,2}xlarge)|metal(-\d{1,3}xl)?)$/;

/** AWS adds types all the time: one that looks right is only doubted. */
function instanceType(name: string, pointer: string, type: string, allowed: readonly string[]): Complaint {
  const shown = quote(type);
  if (/^local([_-]gpu)?$/.test(type)) {
    const message = `${name} is ${shown}, which only the Python SDK knows. Write the real type, such as "ml.m5.xlarge": it runs here all the same; the overlay’s \`gpus\` says which GPUs.`;
    return { pointer, severity: 'error', message };
  }
  if (INSTANCE_TYPE.test(type)) {
    const message = `${name} is ${shown}, which this version does not know for this kind of request. Check that AWS offers it.`;
    return { pointer, severity: 'warning', message };
  }
  const near = nearestName(type.startsWith('ml.') ? type : `ml.${type}`, allowed);
  const hint =
    near === undefined || differsByNumberOnly(near, type) ? 'It is like "ml.m5.xlarge".' : `Did you mean "${near}"?`;
  return { pointer, severity: 'error', message: `${name} is ${shown}, which is no instance type. ${hint}` };
}

function choices(allowed: readonly string[]): string {
  const quoted = allowed.map((it) => JSON.stringify(it));
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1) ?? ''}`;
}

function listOfTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((it): it is string => typeof it === 'string') : [];
}

function quote(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(shorten(value)) : kindOf(value);
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? Array.from(value).length : 0;
}
