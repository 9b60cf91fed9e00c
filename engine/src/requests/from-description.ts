import type {
  DescribeEndpointCommandOutput,
  DescribeEndpointConfigCommandOutput,
  DescribeModelCommandOutput,
  DescribeProcessingJobCommandOutput,
  DescribeTrainingJobCommandOutput,
  DescribeTransformJobCommandOutput,
  Tag,
} from '@aws-sdk/client-sagemaker';
import type { Answer } from '../sagemaker';
import { at, isRecord, textAt } from './json-value';
import { membersOf } from './request-members';

/** What the Describe calls tell of a job or endpoint, and of what it is made of. */
export type Description =
  | { readonly kind: 'training-job'; readonly job: Answer<DescribeTrainingJobCommandOutput> }
  | { readonly kind: 'processing-job'; readonly job: Answer<DescribeProcessingJobCommandOutput> }
  | {
      readonly kind: 'transform-job';
      readonly job: Answer<DescribeTransformJobCommandOutput>;
      /** Undefined: it is not there any more. */
      readonly model: Answer<DescribeModelCommandOutput> | undefined;
    }
  | {
      readonly kind: 'endpoint';
      readonly endpoint: Answer<DescribeEndpointCommandOutput>;
      readonly config: Answer<DescribeEndpointConfigCommandOutput>;
      readonly models: readonly Answer<DescribeModelCommandOutput>[];
    };

/**
 * The request document that makes the same again: what only answers have is left out. `tags` are those of the job or
 * endpoint, which Describe does not tell. Pure.
 */
export function fromDescription(
  description: Description,
  tags: readonly Tag[] = [],
): Readonly<Record<string, unknown>> {
  const tagged = tags.length === 0 ? {} : { Tags: tags };
  switch (description.kind) {
    case 'training-job':
    case 'processing-job':
      return withoutEmpty(membersOf(description.kind, { ...description.job, ...tagged }));
    case 'transform-job': {
      const { kind, job, model } = description;
      return withoutEmpty(
        membersOf(kind, { ...job, ...(model === undefined ? {} : { Model: modelOf(model) }), ...tagged }),
      );
    }
    case 'endpoint': {
      const { kind, endpoint, config, models } = description;
      const { EndpointName, EndpointConfigName } = endpoint;
      const all = models.map(modelOf);
      const members = membersOf(kind, {
        ...(all.length === 1 ? { Model: all[0] } : { Models: all }),
        EndpointConfig: config,
        Endpoint: { EndpointName, EndpointConfigName, ...tagged },
      });
      return eachWithoutEmpty(members);
    }
  }
}

/** The S3 places that a document reads, each with a folder for the data of this machine: the `s3` of an overlay. */
export function overlayFolders(inputs: readonly string[]): Readonly<Record<string, string>> {
  const taken = new Set<string>();
  return Object.fromEntries(
    inputs.map((uri) => {
      const last = uri.replace(/\/+$/, '').split('/').at(-1) ?? '';
      const name = last.replaceAll(/[^\w.-]+/g, '-') || 'data';
      let free = name;
      for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
      taken.add(free);
      return [uri, `data/${free}`];
    }),
  );
}

/** AWS tells of a model’s data twice, in the form that was asked for and in its new one; a request may have one of them. */
function modelOf(model: Answer<DescribeModelCommandOutput>): Readonly<Record<string, unknown>> {
  const { PrimaryContainer, Containers } = model;
  return withoutEmpty({
    ...model,
    ...(PrimaryContainer === undefined ? {} : { PrimaryContainer: containerOf(PrimaryContainer) }),
    ...(Containers === undefined ? {} : { Containers: Containers.map(containerOf) }),
  });
}

function containerOf(container: object): object {
  const same = textAt(container, 'ModelDataUrl');
  if (same === undefined || textAt(at(container, 'ModelDataSource'), 'S3DataSource', 'S3Uri') !== same)
    return container;
  return Object.fromEntries(Object.entries(container).filter(([name]) => name !== 'ModelDataSource'));
}

/** Answers have empty lists and objects, and switches that are off, where the request had none. */
function withoutEmpty(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([name, it]) => !isEmpty(it) && !isOff(name, it)));
}

function eachWithoutEmpty(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(members).map(([name, it]) => [name, isRecord(it) ? withoutEmpty(it) : it] as const);
  return Object.fromEntries(entries);
}

/** `EnableNetworkIsolation: false` and its like: what holds when they are not there. */
function isOff(name: string, value: unknown): boolean {
  return value === false && name.startsWith('Enable');
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}
