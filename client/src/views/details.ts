import type { Description } from '../../../engine/src/requests/from-description';
import { duration } from './texts';

/** A line below a job or endpoint. */
export interface Detail {
  readonly label: string;
  readonly value: string;
  /** Codicon. */
  readonly icon: string;
  readonly children?: readonly Detail[];
}

/** What stands below a job or endpoint, from what Describe tells of it: only what is there. */
export function detailsOf(described: Description): readonly Detail[] {
  return described.kind === 'endpoint' ? endpointDetails(described) : jobDetails(described);
}

type JobDescription = Exclude<Description, { readonly kind: 'endpoint' }>;

function jobDetails(described: JobDescription): readonly Detail[] {
  switch (described.kind) {
    case 'training-job': {
      const { job } = described;
      const { InstanceType, InstanceCount = 1 } = job.ResourceConfig ?? {};
      return some([
        line('Reason', job.FailureReason, 'error'),
        line('Image', job.AlgorithmSpecification?.TrainingImage, 'package'),
        hosts(InstanceType, InstanceCount),
        group(
          'Channels',
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
          'Metrics',
          'graph-line',
          (job.FinalMetricDataList ?? []).map(({ MetricName, Value }) =>
            line(MetricName ?? '', Value === undefined ? undefined : numberText(Value), 'symbol-number'),
          ),
        ),
        line('Model', job.ModelArtifacts?.S3ModelArtifacts, 'archive'),
        group(
          'Timeline',
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
        line('Reason', job.FailureReason ?? job.ExitMessage, 'error'),
        line('Image', job.AppSpecification?.ImageUri, 'package'),
        hosts(InstanceType, InstanceCount),
        group(
          'Inputs',
          'database',
          (job.ProcessingInputs ?? []).map(({ InputName, S3Input }) => line(InputName ?? '', S3Input?.S3Uri, 'folder')),
        ),
        group(
          'Outputs',
          'archive',
          output.map(({ OutputName, S3Output }) => line(OutputName ?? '', S3Output?.S3Uri, 'folder')),
        ),
      ]);
    }
    case 'transform-job': {
      const { job, model } = described;
      return some([
        line('Reason', job.FailureReason, 'error'),
        line('Model', job.ModelName, 'symbol-class'),
        line('Image', model?.PrimaryContainer?.Image, 'package'),
        hosts(job.TransformResources?.InstanceType, job.TransformResources?.InstanceCount ?? 1),
        line('Input', job.TransformInput?.DataSource?.S3DataSource?.S3Uri, 'database'),
        line('Output', job.TransformOutput?.S3OutputPath, 'archive'),
      ]);
    }
  }
}

function endpointDetails({ endpoint, config, models }: Extract<Description, { kind: 'endpoint' }>): readonly Detail[] {
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
        weight === undefined ? '' : `weight ${numberText(weight)}`,
        count === undefined ? '' : `${count} ×`,
        variant.InstanceType ?? '',
      ]
        .filter(Boolean)
        .join(' '),
      icon: 'server-process',
      children: some([
        line('Model', variant.ModelName, 'symbol-class'),
        line('Image', images.get(variant.ModelName), 'package'),
        line('Health', now?.VariantStatus?.map(({ Status }) => Status).join(', '), 'pulse'),
      ]),
    };
  });
  return some([
    line('Reason', endpoint.FailureReason, 'error'),
    group('Variants', 'layers', variants),
    line('Configuration', endpoint.EndpointConfigName, 'settings-gear'),
  ]);
}

function hosts(type: string | undefined, count: number): Detail | undefined {
  return line('Instance', type === undefined ? undefined : count === 1 ? type : `${count} × ${type}`, 'server');
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
