import type { TransformPlan } from '../plan/types';
import { UserError } from '../user-error';
import { batchesOf } from './batches';
import type { Batch } from './batches';
import type { DataObject } from './data-object';
import { inParallel } from './in-parallel';
import type { HostState } from './state';
import type { Association } from './transform-associate';
import { CallError, callModel } from './transform-call';
import { inOrder } from './transform-order';
import { TransformOutput } from './transform-output';
import type { TransformParameters } from './transform-parameters';
import { Slots } from './transform-slots';

/** What one host of a transform job has to do. */
export interface HostWork {
  /** Its containers: one, or those of a pipeline. */
  readonly containers: readonly HostState[];
  readonly objects: readonly DataObject[];
  readonly plan: TransformPlan;
  readonly parameters: TransformParameters;
  readonly association: Association | undefined;
  /** Name of the job. */
  readonly job: string;
  /** Where the answers go. */
  readonly folder: string;
}

/**
 * Sends all objects of a host, and writes `<object>.out` for each. An object that fails gets none, and does not keep the
 * others from being processed: “a transform job continues to process input files even if it fails to process one”
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html). Answers what went wrong; throws when it is aborted.
 */
export async function transformOnHost(work: HostWork, signal: AbortSignal): Promise<readonly Error[]> {
  const { objects, parameters } = work;
  const slots = new Slots(parameters.maxConcurrent);
  const errors = await inParallel(objects, parameters.maxConcurrent, async (object) => {
    try {
      await transformObject(object, work, slots, signal);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof Error ? error : new Error(String(error));
    }
  });
  return errors.filter((error) => error !== undefined);
}

async function transformObject(object: DataObject, work: HostWork, slots: Slots, signal: AbortSignal): Promise<void> {
  const { plan, parameters, association, folder, job } = work;
  const output = await TransformOutput.open(folder, object.name, job);
  try {
    const splitting = { split: plan.split, gzip: plan.gzip, ...parameters, association };
    let first = 1;
    const numbered = async function* () {
      for await (const batch of batchesOf(object, splitting, signal)) yield { batch, number: first++ };
    };
    const send = async ({ batch, number }: { batch: Batch; number: number }, beside: AbortSignal) =>
      answerTo(batch, `request ${number} for “${object.name}”`, work, AbortSignal.any([signal, beside]));
    for await (const answer of inOrder(numbered(), slots, send)) await output.add(answer, plan.assemble);
    await output.finish();
  } catch (error) {
    await output.discard();
    throw error instanceof UserError ? about(object, error) : error;
  }
}

async function answerTo(batch: Batch, what: string, work: HostWork, signal: AbortSignal): Promise<Buffer> {
  const { plan, parameters, association } = work;
  const how = { ...plan, chunked: parameters.maxPayloadBytes === 0 };
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      const answer = await callModel(work.containers, batch.body, how, signal);
      return association?.written(batch.records, answer) ?? answer;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (attempt >= plan.retries) throw failed(what, error, plan.retries);
    }
  }
}

function failed(what: string, error: CallError, retries: number): UserError {
  const again =
    retries === 0 ? '' : `, and did not do better in ${retries} more ${retries === 1 ? 'attempt' : 'attempts'}`;
  const how =
    error.status === 0 ? 'No answer from algorithm' : `Bad HTTP status received from algorithm: ${error.status}`;
  return new UserError(
    `${how}; to ${what} ${error.message}${again}.`,
    'The container’s log says more; the job fails on SageMaker as well.',
  );
}

function about(object: DataObject, error: UserError): UserError {
  if (error.message.includes(`“${object.name}”`)) return error;
  return new UserError(`In “${object.name}”: ${error.message}`, error.remedy);
}
