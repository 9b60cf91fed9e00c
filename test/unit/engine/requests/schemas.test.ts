import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_LIMITS, HYPERPARAMETERS_LIMIT } from '../../../../contract/limits';
import { SCHEMAS } from '../../../../engine/src/requests/schemas.generated';
import { at, isRecord } from '../../../../engine/src/requests/json-value';

const NAMES = ['training-job', 'processing-job', 'transform-job', 'endpoint', 'overlay'] as const;

/** Texts that an editor shows, and the engine's copy leaves out. */
function bare(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) =>
    (key === 'description' || key === 'title') && typeof value === 'string' ? undefined : value,
  );
}

function read(name: string): string {
  return readFileSync(new URL(`../../../../schemas/${name}.schema.json`, import.meta.url), 'utf8');
}

function definitionsOf(name: (typeof NAMES)[number]): Readonly<Record<string, unknown>> {
  const definitions = SCHEMAS[name]['definitions'];
  return isRecord(definitions) ? definitions : {};
}

describe('the schemas', () => {
  it.each(NAMES)('%s is the same for the engine as for editors', (name) => {
    expect(SCHEMAS[name]).toEqual(bare(read(name)));
  });

  it.each(NAMES)('%s refers to what it defines, and defines only what it refers to', (name) => {
    const references = [...JSON.stringify(SCHEMAS[name]).matchAll(/"\$ref":"#\/definitions\/(\w+)"/g)].map(
      ([, it]) => it,
    );
    const definitions = Object.keys(definitionsOf(name));
    expect(definitions.sort()).toEqual([...new Set(references)].sort());
  });

  it.each(NAMES)('%s has patterns that compile in an editor and in the engine', (name) => {
    const patterns = [...read(name).matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g)].map(([, it]) =>
      String(JSON.parse(it ?? '""')),
    );
    for (const pattern of patterns) {
      expect(() => new RegExp(pattern, 'u')).not.toThrow();
      expect(pattern).toMatch(/^\^/);
    }
  });

  it('agree with the contract', () => {
    const limitsOf = (name: (typeof NAMES)[number], ...path: string[]): unknown[] => {
      const map = at(SCHEMAS[name], ...path);
      return [
        at(map, 'maxProperties'),
        at(map, 'propertyNames', 'maxLength'),
        at(map, 'additionalProperties', 'maxLength'),
      ];
    };
    const listed = ({ value }: typeof HYPERPARAMETERS_LIMIT): unknown[] => [
      value.entries,
      value.keyLength,
      value.valueLength,
    ];
    const environment = ['properties', 'Environment'];
    expect(limitsOf('training-job', 'properties', 'HyperParameters')).toEqual(listed(HYPERPARAMETERS_LIMIT));
    expect(limitsOf('training-job', ...environment)).toEqual(listed(ENVIRONMENT_LIMITS.training));
    expect(limitsOf('processing-job', ...environment)).toEqual(listed(ENVIRONMENT_LIMITS.processing));
    expect(limitsOf('transform-job', ...environment)).toEqual(listed(ENVIRONMENT_LIMITS.transform));
    expect(limitsOf('endpoint', 'definitions', 'ContainerDefinition', ...environment)).toEqual(
      listed(ENVIRONMENT_LIMITS.model),
    );
  });
});
