import { describe, expect, it } from 'vitest';
import { withJoinedEnvironment } from '../../../../engine/src/debug/joined-environment';
import { listeningLine } from '../../../../engine/src/debug/hook-words';
import { withDebugger } from '../../../../engine/src/debug/with-debugger';
import { planEndpoint } from '../../../../engine/src/plan/serving';
import { planTraining } from '../../../../engine/src/plan/training';
import { DEFAULT_OVERLAY } from '../../../../engine/src/requests/overlay';

const CONTEXT = { folder: '/work', account: '123456789012', region: 'us-west-2' };

function plan(hosts: number, isolated = false, network: 'bridge' | 'host' = 'bridge') {
  return planTraining(
    {
      TrainingJobName: 'job',
      RoleArn: 'arn:aws:iam::123456789012:role/role',
      AlgorithmSpecification: { TrainingImage: 'image:1', TrainingInputMode: 'File' },
      OutputDataConfig: { S3OutputPath: 's3://bucket/out' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: hosts, VolumeSizeInGB: 1 },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      Environment: { PYTHONPATH: '/mine' },
      EnableNetworkIsolation: isolated,
    },
    { ...DEFAULT_OVERLAY, network },
    CONTEXT,
  );
}

function served() {
  return planEndpoint(
    {
      Model: {
        ModelName: 'm',
        ExecutionRoleArn: 'arn:aws:iam::123456789012:role/role',
        PrimaryContainer: { Image: 'i' },
      },
      EndpointConfig: {
        EndpointConfigName: 'c',
        ProductionVariants: [
          { VariantName: 'all', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
        ],
      },
      Endpoint: { EndpointName: 'e', EndpointConfigName: 'c' },
    },
    DEFAULT_OVERLAY,
    CONTEXT,
  );
}

const OPTIONS = { port: 41_234, wait: true, debugpy: '/home/me/libs' };

describe('a plan with a debugger', () => {
  it('is that of the first host alone, published on the same port', () => {
    const [first, second] = withDebugger(plan(2), OPTIONS).containers;
    expect(first?.ports).toEqual({ 41_234: 41_234 });
    expect(first?.environment['SAGEMAKER_DEBUGGER']).toBe('0.0.0.0:41234:wait');
    expect(first?.mounts.at(-1)).toMatchObject({ type: 'bind', source: '/home/me/libs', readOnly: true });
    expect(second).toEqual(plan(2).containers[1]);
  });

  it('has no time limit, and says so', () => {
    const debugged = withDebugger(plan(1), OPTIONS);
    expect(debugged.maxRuntimeSeconds).toBeUndefined();
    expect(debugged.fidelity.at(-1)).toMatchObject({ pointer: '/StoppingCondition', level: 'ignored' });
  });

  it('lets a server of AWS’s toolkits wait for a worker that stands at a breakpoint, and says what does not wait', () => {
    const debugged = withDebugger(served(), OPTIONS);
    expect(Number(debugged.containers[0]?.environment['SAGEMAKER_MODEL_SERVER_TIMEOUT'])).toBeGreaterThan(3600);
    expect(debugged.fidelity.at(-1)?.note).toContain('proxy_read_timeout');
    expect(withDebugger(plan(1), OPTIONS).containers[0]?.environment['SAGEMAKER_MODEL_SERVER_TIMEOUT']).toBeUndefined();
  });

  it('can be reached although the job is isolated, and says so', () => {
    const isolated = plan(1, true);
    expect(isolated.network?.internal).toBe(true);
    const debugged = withDebugger(isolated, OPTIONS);
    expect(debugged.network?.internal).toBe(false);
    expect(debugged.fidelity.map(({ pointer }) => pointer)).toContain('/EnableNetworkIsolation');
  });

  it('listens on loopback only where the container shares the network of the machine', () => {
    const [first] = withDebugger(plan(1, false, 'host'), OPTIONS).containers;
    expect(first?.environment['SAGEMAKER_DEBUGGER']).toBe('127.0.0.1:41234:wait');
  });

  it('is told to the caller by a line of the log, which other lines are not', () => {
    expect(listeningLine('SageMaker Containers debugger: python listens on port 41234')).toEqual({
      language: 'python',
      port: 41_234,
    });
    expect(listeningLine('the server listens on port 41234')).toBeUndefined();
  });
});

describe('variables that are joined', () => {
  it('go before those of the request, else of the image', () => {
    const [first] = withDebugger(plan(1), OPTIONS).containers;
    if (first === undefined) throw new Error('no container');
    const { environment } = withJoinedEnvironment(first, ['PYTHONPATH=/image', 'NODE_OPTIONS=--trace-warnings']);
    expect(environment['PYTHONPATH']).toBe('/sagemaker-debugger:/mine');
    expect(environment['NODE_OPTIONS']).toBe('--require /sagemaker-debugger/node-hook.cjs --trace-warnings');
  });

  it('stand alone where there are none', () => {
    const [first] = withDebugger(plan(1), OPTIONS).containers;
    if (first === undefined) throw new Error('no container');
    expect(withJoinedEnvironment(first, []).environment['NODE_OPTIONS']).toBe(
      '--require /sagemaker-debugger/node-hook.cjs',
    );
  });
});
