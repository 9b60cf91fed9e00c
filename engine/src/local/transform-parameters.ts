import { DEFAULT_BATCH_PAYLOAD_MB, EXECUTION_PARAMETERS_PATH } from '../../../contract/serving';
import { MEGABYTE } from '../plan/transform-size';
import type { TransformPlan } from '../plan/types';
import { call } from './http-call';
import type { HostState } from './state';

const PARAMETERS_TIMEOUT_MS = 5000;

/** How a job calls its model, when all is decided. */
export interface TransformParameters {
  readonly maxConcurrent: number;
  readonly strategy: 'SingleRecord' | 'MultiRecord';
  /** 0: no limit, bodies are sent in chunks. */
  readonly maxPayloadBytes: number;
}

type Open = Pick<TransformPlan, 'maxConcurrent' | 'strategy' | 'maxPayloadBytes'>;

/** What the job leaves open, the container may say; else SageMaker's defaults count (BATCH-02). */
export async function parametersOf(
  at: HostState | undefined,
  plan: Open,
  signal: AbortSignal,
): Promise<TransformParameters> {
  const open = plan.maxConcurrent === 0 || plan.strategy === undefined || plan.maxPayloadBytes === undefined;
  return decided(plan, at !== undefined && open ? await asked(at, signal) : {});
}

/** As AWS writes them at the head of a job's log. */
export function parametersText({ maxConcurrent, maxPayloadBytes, strategy }: TransformParameters): string {
  const strategyName = strategy === 'SingleRecord' ? 'SINGLE_RECORD' : 'MULTI_RECORD';
  return `MaxConcurrentTransforms=${maxConcurrent}, MaxPayloadInMB=${maxPayloadBytes / MEGABYTE}, BatchStrategy=${strategyName}`;
}

function decided(plan: Open, said: Readonly<Record<string, unknown>>): TransformParameters {
  const { MaxConcurrentTransforms: concurrent, MaxPayloadInMB: payload, BatchStrategy: strategy } = said;
  const megabytes = isCount(payload, 0) ? payload : DEFAULT_BATCH_PAYLOAD_MB.value;
  return {
    maxConcurrent: plan.maxConcurrent > 0 ? plan.maxConcurrent : isCount(concurrent, 1) ? concurrent : 1,
    strategy: plan.strategy ?? (strategy === 'SINGLE_RECORD' ? 'SingleRecord' : 'MultiRecord'),
    maxPayloadBytes: plan.maxPayloadBytes ?? megabytes * MEGABYTE,
  };
}

function isCount(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least;
}

async function asked({ address, port }: HostState, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  try {
    const path = EXECUTION_PARAMETERS_PATH;
    const answer = await call({ address, port, method: 'GET', path, timeoutMs: PARAMETERS_TIMEOUT_MS }, signal);
    const value: unknown = answer.status === 200 ? JSON.parse(answer.body.toString('utf8')) : undefined;
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    signal.throwIfAborted();
    return {};
  }
}
