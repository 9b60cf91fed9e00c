import type { DescribeTrainingJobCommandOutput, Tag } from '@aws-sdk/client-sagemaker';
import type { Description } from '../../../engine/src/requests/from-description';
import type { ErrorAction } from '../show-error';
import { duration } from './texts';
import type { L10n } from './texts';

/** A line below a job or endpoint. */
export interface Detail {
  readonly label: string;
  readonly value: string;
  /** Codicon. */
  readonly icon: string;
  readonly children?: readonly Detail[];
  /** What a click does. */
  readonly action?: ErrorAction;
}

/** What stands below a job or endpoint, from what Describe tells of it: only what is there. */
export function detailsOf(described: Description, l10n: L10n): readonly Detail[] {
  return described.kind === 'endpoint' ? endpointDetails(described, l10n) : jobDetails(described, l10n);
}

type JobDescription = Exclude<Description, { readonly kind: 'endpoint' }>;

function jobDetails(described: JobDescription, l10n: L10n): readonly Detail[] {
  switch (described.kind) {
    case 'training-job': {
      const { job } = described;
      const { InstanceType, InstanceCount = 1 } = job.ResourceConfig ?? {};
      return some([
        line(l10n.t('Reason'), job.FailureReason, 'error'),
        line(l10n.t('Image'), job.AlgorithmSpecification?.TrainingImage, 'package'),
        hosts(l10n, InstanceType, InstanceCount),
        group(
          l10n.t('Channels'),
          'database',
          (job.InputDataConfig ?? []).map(({ ChannelName, DataSource }) =>
            line(
              ChannelName ?? '',
              DataSource?.S3DataSource?.S3Uri ?? DataSource?.FileSystemDataSource?.FileSystemId,
              'folder',
            ),
          ),
        ),
        group(
          l10n.t('Metrics'),
          'graph-line',
          (job.FinalMetricDataList ?? []).map(({ MetricName, Value }) =>
            line(MetricName ?? '', Value === undefined ? undefined : numberText(Value), 'symbol-number'),
          ),
        ),
        line(l10n.t('Model'), job.ModelArtifacts?.S3ModelArtifacts, 'archive'),
        line(l10n.t('Billable time'), billable(job, l10n), 'credit-card'),
        group(
          l10n.t('Timeline'),
          'history',
          (job.SecondaryStatusTransitions ?? []).map(({ Status, StartTime, EndTime, StatusMessage }) =>
            line(
              Status ?? '',
              [StartTime && EndTime ? duration(EndTime.getTime() - StartTime.getTime()) : '', StatusMessage ?? '']
                .filter(Boolean)
                .join(' · '),
              'circle-small',
            ),
          ),
        ),
      ]);
    }
    case 'processing-job': {
      const { job } = described;
      const { InstanceType, InstanceCount = 1 } = job.ProcessingResources?.ClusterConfig ?? {};
      const output = job.ProcessingOutputConfig?.Outputs ?? [];
      return some([
        line(l10n.t('Reason'), job.FailureReason ?? job.ExitMessage, 'error'),
        line(l10n.t('Image'), job.AppSpecification?.ImageUri, 'package'),
        hosts(l10n, InstanceType, InstanceCount),
        group(
          l10n.t('Inputs'),
          'database',
          (job.ProcessingInputs ?? []).map(({ InputName, S3Input }) => line(InputName ?? '', S3Input?.S3Uri, 'folder')),
        ),
        group(
          l10n.t('Outputs'),
          'archive',
          output.map(({ OutputName, S3Output }) => line(OutputName ?? '', S3Output?.S3Uri, 'folder')),
        ),
      ]);
    }
    case 'transform-job': {
      const { job, model } = described;
      return some([
        line(l10n.t('Reason'), job.FailureReason, 'error'),
        line(l10n.t('Model'), job.ModelName, 'symbol-class'),
        line(l10n.t('Image'), model?.PrimaryContainer?.Image, 'package'),
        hosts(l10n, job.TransformResources?.InstanceType, job.TransformResources?.InstanceCount ?? 1),
        line(l10n.t('Input'), job.TransformInput?.DataSource?.S3DataSource?.S3Uri, 'database'),
        line(l10n.t('Output'), job.TransformOutput?.S3OutputPath, 'archive'),
      ]);
    }
  }
}

function endpointDetails(
  { endpoint, config, models }: Extract<Description, { kind: 'endpoint' }>,
  l10n: L10n,
): readonly Detail[] {
  const images = new Map(
    models.map(({ ModelName, PrimaryContainer, Containers }) => [
      ModelName,
      [PrimaryContainer, ...(Containers ?? [])].flatMap((one) => one?.Image ?? []).join(', '),
    ]),
  );
  const configured = [...(config.ProductionVariants ?? []), ...(config.ShadowProductionVariants ?? [])];
  const variants = configured.map((variant): Detail => {
    const now = [...(endpoint.ProductionVariants ?? []), ...(endpoint.ShadowProductionVariants ?? [])].find(
      ({ VariantName }) => VariantName === variant.VariantName,
    );
    const count = now?.CurrentInstanceCount ?? variant.InitialInstanceCount;
    const weight = now?.CurrentWeight ?? variant.InitialVariantWeight;
    return {
      label: variant.VariantName ?? '',
      value: [
        weight === undefined ? '' : l10n.t('weight {0}', numberText(weight)),
        count === undefined ? '' : `${count} ×`,
        variant.InstanceType ?? '',
      ]
        .filter(Boolean)
        .join(' '),
      icon: 'server-process',
      children: some([
        line(l10n.t('Model'), variant.ModelName, 'symbol-class'),
        line(l10n.t('Image'), images.get(variant.ModelName), 'package'),
        line(l10n.t('Health'), now?.VariantStatus?.map(({ Status }) => Status).join(', '), 'pulse'),
      ]),
    };
  });
  return some([
    line(l10n.t('Reason'), endpoint.FailureReason, 'error'),
    group(l10n.t('Variants'), 'layers', variants),
    line(l10n.t('Configuration'), endpoint.EndpointConfigName, 'settings-gear'),
  ]);
}

/** Spot instances are paid for a part of their time. What ran on this machine is not paid for. */
function billable(
  {
    BillableTimeInSeconds: billed = 0,
    TrainingTimeInSeconds: trained = 0,
    EnableManagedSpotTraining: spot,
  }: Pick<
    DescribeTrainingJobCommandOutput,
    'BillableTimeInSeconds' | 'TrainingTimeInSeconds' | 'EnableManagedSpotTraining'
  >,
  l10n: L10n,
): string | undefined {
  if (billed === 0) return undefined;
  const text = duration(billed * 1000);
  if (spot !== true || trained <= billed) return text;
  return l10n.t('{0}, {1} % saved', text, Math.round((1 - billed / trained) * 100));
}

/** The tags of a job or endpoint; undefined: it has none. */
export function tagDetail(tags: readonly Tag[], l10n: L10n): Detail | undefined {
  return group(
    l10n.t('Tags'),
    'tag',
    tags.map(({ Key = '', Value = '' }) => line(Key, Value, 'tag')),
  );
}

function hosts(l10n: L10n, type: string | undefined, count: number): Detail | undefined {
  return line(l10n.t('Instance'), type === undefined ? undefined : count === 1 ? type : `${count} × ${type}`, 'server');
}

function line(label: string, value: string | undefined, icon: string): Detail | undefined {
  return value === undefined ? undefined : { label, value, icon };
}

function group(label: string, icon: string, children: readonly (Detail | undefined)[]): Detail | undefined {
  const there = some(children);
  return there.length === 0 ? undefined : { label, value: String(there.length), icon, children: there };
}

function some(details: readonly (Detail | undefined)[]): readonly Detail[] {
  return details.filter((it) => it !== undefined);
}

/** Six digits, without zeros at the end. */
function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}
