import { ROLES } from '../../contract/roles';
import type { Rule } from '../../server/src/rules/rule';

const SEVERITIES = ['error', 'warning', 'info', 'hint', 'off'];

/** JSON Schema of `.sagemaker/containers.json`. */
export function containersSchema(rules: readonly Rule[]): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'SageMaker containers of a workspace',
    description: 'What the Dockerfiles of this workspace are for, and how they are built and checked.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      containers: {
        description: 'By path of the Dockerfile, relative to the folder that holds .sagemaker.',
        type: 'object',
        additionalProperties: {
          type: 'object',
          additionalProperties: false,
          properties: {
            context: { type: 'string', description: 'Build context, relative to the folder that holds .sagemaker.' },
            target: { type: 'string', description: 'Stage to build; the last one when absent.' },
            buildArguments: {
              type: 'object',
              additionalProperties: { type: ['string', 'number', 'boolean'] },
              description: 'Values for ARG.',
            },
            platform: {
              type: 'string',
              examples: ['linux/amd64', 'linux/arm64'],
              description: 'SageMaker runs linux/amd64, but for hosting on Graviton instances.',
            },
            roles: {
              type: 'array',
              items: { enum: ROLES },
              uniqueItems: true,
              description: 'What the image is for, instead of finding out. An empty list switches the checks off.',
            },
            image: { type: 'string', description: 'Name to build and push it as.' },
          },
        },
      },
      rules: {
        description: 'Severity of single rules.',
        type: 'object',
        additionalProperties: { enum: SEVERITIES },
        properties: Object.fromEntries(rules.map((it) => [it.id, { description: it.summary, enum: SEVERITIES }])),
      },
      ignores: {
        description: 'Findings not to be shown, each with its reason.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rule', 'reason'],
          properties: {
            rule: { type: 'string', examples: rules.map((it) => it.id) },
            dockerfile: { type: 'string', description: 'Only for this Dockerfile.' },
            reason: { type: 'string', minLength: 1 },
          },
        },
      },
    },
  };
}
