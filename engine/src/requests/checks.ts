import { endpointChecks, modelChecks, transformChecks } from './checks-serving';
import { duplicates, error, warning } from './complaints';
import { at, isRecord, listAt, numberAt, textAt } from './json-value';
import type { Complaint } from './located-json';
import { pointerPart, shorten } from './located-json';
import type { RequestKind } from './types';

/** What is wrong with a document beyond what its schema can say. The document may be wrong in any other way as well. */
export function checks(kind: RequestKind, document: unknown): readonly Complaint[] {
  return [...OF_KIND[kind](document), ...bucketChecks(document)];
}

const OF_KIND: Readonly<Record<RequestKind, (document: unknown) => readonly Complaint[]>> = {
  'training-job': trainingChecks,
  'processing-job': processingChecks,
  'transform-job': (document) => [
    ...transformChecks(document),
    ...(at(document, 'Model') === undefined ? [] : modelChecks(at(document, 'Model'), '/Model')),
  ],
  endpoint: endpointChecks,
};

function trainingChecks(document: unknown): readonly Complaint[] {
  return [
    ...algorithmChecks(document),
    ...channelChecks(document),
    ...resourceChecks(document),
    ...stoppingChecks(document),
    ...duplicates(listAt(document, 'AlgorithmSpecification', 'MetricDefinitions'), 'Name', {
      pointer: '/AlgorithmSpecification/MetricDefinitions',
      what: 'metric',
    }),
  ];
}

function algorithmChecks(document: unknown): readonly Complaint[] {
  const algorithm = at(document, 'AlgorithmSpecification');
  if (!isRecord(algorithm)) return [];
  const pointer = '/AlgorithmSpecification';
  const image = algorithm['TrainingImage'] !== undefined;
  const name = algorithm['AlgorithmName'] !== undefined;
  if (image && name) {
    const message = '`TrainingImage` and `AlgorithmName` exclude each other: keep the one you mean.';
    return [error(`${pointer}/AlgorithmName`, message, true)];
  }
  if (image || name) return [];
  return [
    error(`${pointer}/TrainingImage`, '`AlgorithmSpecification` needs `TrainingImage` (or `AlgorithmName`): add it.'),
  ];
}

function channelChecks(document: unknown): readonly Complaint[] {
  const channels = listAt(document, 'InputDataConfig');
  const pointer = '/InputDataConfig';
  const sources = channels.flatMap((channel, index) => {
    const source = at(channel, 'DataSource');
    if (!isRecord(source)) return [];
    const given = Object.keys(source);
    if (given.length === 1) return [];
    const name = textAt(channel, 'ChannelName') ?? String(index);
    const start = `The \`DataSource\` of channel \`${shorten(name)}\``;
    const message =
      given.length === 0
        ? `${start} is empty: add \`S3DataSource\` or \`FileSystemDataSource\`.`
        : `${start} names several sources: keep one.`;
    return [error(`${pointer}/${index}/DataSource`, message, true)];
  });
  return [...duplicates(channels, 'ChannelName', { pointer, what: 'channel' }), ...sources];
}

function resourceChecks(document: unknown): readonly Complaint[] {
  const resources = at(document, 'ResourceConfig');
  if (!isRecord(resources)) return [];
  const has = (member: string): boolean => resources[member] !== undefined;
  const pointer = '/ResourceConfig';
  if (has('InstanceGroups')) {
    const both = ['InstanceType', 'InstanceCount'].filter(has);
    const groups = duplicates(listAt(resources, 'InstanceGroups'), 'InstanceGroupName', {
      pointer: `${pointer}/InstanceGroups`,
      what: 'instance group',
    });
    const message = 'excludes `InstanceGroups`: each group has its own.';
    return [...both.map((it) => error(`${pointer}/${it}`, `\`${it}\` ${message}`, true)), ...groups];
  }
  if (has('InstancePreferences')) return [];
  const missing = ['InstanceType', 'InstanceCount'].filter((it) => !has(it));
  return [
    ...missing.map((it) => error(`${pointer}/${it}`, `\`ResourceConfig\` needs \`${it}\`: add it.`)),
    ...(numberAt(resources, 'InstanceCount') === 0
      ? [error(`${pointer}/InstanceCount`, '`InstanceCount` must be at least 1, not 0.')]
      : []),
  ];
}

function stoppingChecks(document: unknown): readonly Complaint[] {
  const pointer = '/StoppingCondition';
  const stopping = at(document, 'StoppingCondition');
  if (stopping === undefined) {
    if (at(document, 'ServerlessJobConfig') !== undefined || !isRecord(document)) return [];
    const message =
      'There is no `StoppingCondition`: add one, AWS asks for it. Here the job may run as long as AWS allows by default.';
    return [warning(pointer, message)];
  }
  const spot = at(document, 'EnableManagedSpotTraining') === true;
  const wait = numberAt(stopping, 'MaxWaitTimeInSeconds');
  const run = numberAt(stopping, 'MaxRuntimeInSeconds');
  if (spot && wait === undefined)
    return [warning(`${pointer}/MaxWaitTimeInSeconds`, 'Spot training needs `MaxWaitTimeInSeconds` at AWS: add it.')];
  if (!spot && wait !== undefined) {
    const message = '`MaxWaitTimeInSeconds` is for Spot training: AWS refuses it without `EnableManagedSpotTraining`.';
    return [warning(`${pointer}/MaxWaitTimeInSeconds`, message, true)];
  }
  if (wait !== undefined && run !== undefined && wait < run) {
    const message = `\`MaxWaitTimeInSeconds\` includes the run: AWS asks for at least \`MaxRuntimeInSeconds\` (${run}).`;
    return [warning(`${pointer}/MaxWaitTimeInSeconds`, message)];
  }
  return [];
}

function processingChecks(document: unknown): readonly Complaint[] {
  const cluster = at(document, 'ProcessingResources', 'ClusterConfig');
  const pointer = '/ProcessingResources/ClusterConfig';
  const missing =
    isRecord(cluster) && cluster['InstancePreferences'] === undefined
      ? ['InstanceType', 'InstanceCount'].filter((it) => cluster[it] === undefined)
      : [];
  return [
    ...missing.map((it) => error(`${pointer}/${it}`, `\`ClusterConfig\` needs \`${it}\`: add it.`)),
    ...duplicates(listAt(document, 'ProcessingInputs'), 'InputName', { pointer: '/ProcessingInputs', what: 'input' }),
    ...duplicates(listAt(document, 'ProcessingOutputConfig', 'Outputs'), 'OutputName', {
      pointer: '/ProcessingOutputConfig/Outputs',
      what: 'output',
    }),
    ...localPathChecks(document),
  ];
}

/** A file or folder that SageMaker moves needs a place in the container. */
function localPathChecks(document: unknown): readonly Complaint[] {
  const lists = [
    { items: listAt(document, 'ProcessingInputs'), member: 'S3Input', pointer: '/ProcessingInputs' },
    {
      items: listAt(document, 'ProcessingOutputConfig', 'Outputs'),
      member: 'S3Output',
      pointer: '/ProcessingOutputConfig/Outputs',
    },
  ];
  return lists.flatMap(({ items, member, pointer }) =>
    items.flatMap((item, index) => {
      const transfer = at(item, member);
      if (!isRecord(transfer) || at(item, 'AppManaged') === true || transfer['LocalPath'] !== undefined) return [];
      return [error(`${pointer}/${index}/${member}/LocalPath`, `\`${member}\` needs \`LocalPath\`: add it.`)];
    }),
  );
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Bucket names are checked at AWS alone; here the overlay may map any of them. */
function bucketChecks(document: unknown): readonly Complaint[] {
  const found: Complaint[] = [];
  const visit = (value: unknown, pointer: string): void => {
    if (typeof value === 'string') {
      const bucket = /^s3:\/\/([^/]+)/.exec(value)?.[1];
      if (bucket === undefined || bucket.startsWith('arn:') || BUCKET.test(bucket)) return;
      const message = `\`${shorten(bucket)}\` can’t be a bucket: 3 to 63 lowercase letters, digits, dots and hyphens.`;
      found.push(warning(pointer, message));
    } else if (Array.isArray(value))
      value.forEach((it, index) => {
        visit(it, `${pointer}/${index}`);
      });
    else if (isRecord(value)) {
      for (const [name, member] of Object.entries(value)) {
        // The program's own business.
        if (name !== 'HyperParameters' && name !== 'Environment') visit(member, pointer + pointerPart(name));
      }
    }
  };
  visit(document, '');
  return found;
}
