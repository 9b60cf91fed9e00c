import { describe, expect, it } from 'vitest';
import { planProcessing } from '../../../../engine/src/plan/processing';
import { planEndpoint } from '../../../../engine/src/plan/serving';
import { planTraining } from '../../../../engine/src/plan/training';
import { planTransform } from '../../../../engine/src/plan/transform';
import type { Fidelity } from '../../../../engine/src/plan/types';
import { CONTEXT, overlayOf } from './fixtures';
import { leaves, SHAPES } from './shapes';

/** The members of the requests, as reference/local-run.md 4.2 lists them. */
const TRAINING =
  'TrainingJobName RoleArn OutputDataConfig HyperParameters AlgorithmSpecification InputDataConfig ResourceConfig VpcConfig StoppingCondition Tags EnableNetworkIsolation EnableInterContainerTrafficEncryption EnableManagedSpotTraining CheckpointConfig DebugHookConfig DebugRuleConfigurations TensorBoardOutputConfig ExperimentConfig ProfilerConfig ProfilerRuleConfigurations Environment RetryStrategy RemoteDebugConfig InfraCheckConfig SessionChainingConfig ServerlessJobConfig MlflowConfig ModelPackageConfig';
const PROCESSING =
  'ProcessingJobName ProcessingResources AppSpecification RoleArn ProcessingInputs ProcessingOutputConfig StoppingCondition Environment NetworkConfig Tags ExperimentConfig';
const TRANSFORM =
  'TransformJobName ModelName TransformInput TransformOutput TransformResources MaxConcurrentTransforms ModelClientConfig MaxPayloadInMB BatchStrategy Environment DataCaptureConfig DataProcessing Tags ExperimentConfig';
const MODEL =
  'ModelName PrimaryContainer Containers InferenceExecutionConfig ExecutionRoleArn Tags VpcConfig EnableNetworkIsolation';
const CONFIG =
  'EndpointConfigName ProductionVariants DataCaptureConfig Tags KmsKeyId AsyncInferenceConfig ExplainerConfig ShadowProductionVariants ExecutionRoleArn VpcConfig EnableNetworkIsolation MetricsConfig';
const ENDPOINT = 'EndpointName EndpointConfigName DeploymentConfig Tags';

type Plan = (request: unknown) => readonly Fidelity[];

const training: Plan = (request) => planTraining(request as never, overlayOf(), CONTEXT).fidelity;
const processing: Plan = (request) => planProcessing(request as never, overlayOf(), CONTEXT).fidelity;
const transform: Plan = (request) => planTransform(request as never, {} as never, overlayOf(), CONTEXT).fidelity;
const endpointPart =
  (part: 'Model' | 'EndpointConfig' | 'Endpoint'): Plan =>
  (request) =>
    planEndpoint(
      { Model: {}, EndpointConfig: {}, Endpoint: {}, [part]: request } as never,
      overlayOf(),
      CONTEXT,
    ).fidelity.filter((entry) => entry.pointer.startsWith(`/${part}/`));

const REQUESTS: readonly (readonly [shape: string, prefix: string, listed: string, plan: Plan])[] = [
  ['CreateTrainingJobRequest', '', TRAINING, training],
  ['CreateProcessingJobRequest', '', PROCESSING, processing],
  ['CreateTransformJobRequest', '', TRANSFORM, transform],
  ['CreateModelInput', '/Model', MODEL, endpointPart('Model')],
  ['CreateEndpointConfigInput', '/EndpointConfig', CONFIG, endpointPart('EndpointConfig')],
  ['CreateEndpointInput', '/Endpoint', ENDPOINT, endpointPart('Endpoint')],
];

describe.each(REQUESTS)('%s', (shape, prefix, listed, plan) => {
  it('has the members that are listed, and no more', () => {
    expect((SHAPES.get(shape) ?? []).map((member) => member.name).sort()).toEqual(listed.split(' ').sort());
  });

  it('has exactly one entry for each member below, and knows all of them', () => {
    const wrong: string[] = [];
    const paths = leaves(shape, 0);
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths) {
      const pointer = prefix + path.map((part) => `/${part}`).join('');
      const entries = plan(requestOf(path)).filter((entry) => covers(entry.pointer, pointer));
      const entry = entries[0];
      if (entries.length !== 1 || entry === undefined) wrong.push(`${pointer}: ${entries.length} entries`);
      else if (entry.note.includes('not known here: nothing is done')) wrong.push(`${pointer}: not known`);
      else if ((entry.level === 'honoured') !== (entry.note === ''))
        wrong.push(`${pointer}: ${entry.level} without why`);
    }
    expect(wrong).toEqual([]);
  });

  it('does not pass over a member that AWS adds', () => {
    for (const leaf of leaves(shape, 0)) {
      const path = [...leaf.slice(0, typeof leaf.at(-1) === 'number' ? -2 : -1), 'BrandNew'];
      const pointer = prefix + path.map((part) => `/${part}`).join('');
      const entries = plan(requestOf(path)).filter((entry) => covers(entry.pointer, pointer));
      expect(entries.length, pointer).toBe(1);
      if (entries[0]?.pointer === pointer) expect(entries[0].level, pointer).toBe('ignored');
    }
  });
});

function covers(entry: string, pointer: string): boolean {
  return pointer === entry || pointer.startsWith(`${entry}/`);
}

/** A request with nothing but the one member. */
function requestOf(path: readonly (string | number)[]): unknown {
  return path.reduceRight<unknown>((value, part) => (typeof part === 'number' ? [value] : { [part]: value }), 'text');
}
