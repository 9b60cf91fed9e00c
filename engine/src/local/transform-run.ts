import { createWriteStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WriteStream } from 'node:fs';
import { EXECUTION_PARAMETERS_PATH } from '../../../contract/serving';
import type { RunPlan, TransformPlan } from '../plan/types';
import { UserError } from '../user-error';
import { batchesOf, inOrder } from './batches';
import type { Batch } from './batches';
import { endFleet, startFleet } from './endpoint-run';
import type { Fleet } from './endpoint-run';
import { ModelError } from './errors';
import { call } from './http-call';
import { invoke } from './invoke';
import type { JobRun, Verdict } from './job';
import { filesBelow } from './pack';
import { reasonOf } from './reason';
import type { State } from './state';

const PARAMETERS_TIMEOUT_MS = 5000;

/** Runs a batch transform job: starts the model, sends it all input, and writes one `.out` for each file. Never throws. */
export async function runTransform(run: JobRun): Promise<void> {
  const { recorder, plan } = run;
  let verdict: Pick<Verdict, 'status' | 'failureReason'>;
  let folder: string | undefined;
  try {
    if (plan.transform === undefined) throw new Error('the plan has no transform');
    refuseWhatIsMissing(plan.transform);
    folder = plan.transform.outputFolder ?? join(run.folder, 'artifacts');
    const fleet = await startFleet({ ...run }, run.stop);
    try {
      await recorder.update((state) => ({ ...state, started: new Date().toISOString(), hosts: fleet.states }));
      await transformAll(run, fleet, plan.transform, folder);
      verdict = { status: 'Completed' };
    } finally {
      await endFleet(fleet);
    }
  } catch (error) {
    verdict = run.stop.aborted ? { status: 'Stopped' } : { status: 'Failed', failureReason: reason(error) };
  }
  await recorder.update((state): State => ({
    ...state,
    ...verdict,
    hosts: [],
    ended: new Date().toISOString(),
    ...(folder === undefined ? {} : { artefacts: { output: folder } }),
  }));
}

function reason(error: unknown): string {
  return error instanceof ModelError ? `ClientError: ${error.message}` : reasonOf(error);
}

function refuseWhatIsMissing(transform: TransformPlan): void {
  const missing =
    transform.split !== 'None' && transform.split !== 'Line'
      ? `SplitType ${transform.split}`
      : transform.join || transform.inputFilter !== undefined || transform.outputFilter !== undefined
        ? 'DataProcessing (filters and joins)'
        : transform.manifest === true
          ? 'An input manifest'
          : undefined;
  if (missing === undefined) return;
  throw new UserError(`${missing} does not run on this machine yet.`, 'Leave it out to try the rest of the job here.');
}

async function transformAll(run: JobRun, fleet: Fleet, transform: TransformPlan, folder: string): Promise<void> {
  const { inputFolder } = transform;
  if (inputFolder === undefined) {
    throw new UserError(
      `“${transform.inputUri}” can’t be read here: no folder stands for it.`,
      `Name a folder for it in the overlay: \`"s3": {"${transform.inputUri}": "./data"}\`.`,
    );
  }
  const effective = { ...transform, ...(await parametersOf(fleet, transform)) };
  const files = await filesBelow(inputFolder);
  const output = outputFiles(folder, transform);
  try {
    const send = async (batch: Batch): Promise<Batch> => {
      run.stop.throwIfAborted();
      return batch.body === undefined ? batch : { ...batch, body: await ask(run, fleet, effective, batch.body) };
    };
    for await (const answer of inOrder(batchesOf(files, effective), Math.max(1, effective.maxConcurrent), send)) {
      await output.add(answer);
    }
    await output.finish(true);
  } catch (error) {
    // Half an output would look like a whole one.
    await output.finish(false);
    throw error;
  }
}

/** What the job leaves open, the container may say. */
async function parametersOf(
  fleet: Fleet,
  transform: TransformPlan,
): Promise<Partial<Pick<TransformPlan, 'maxConcurrent' | 'strategy'>>> {
  const [at] = fleet.states;
  if (at === undefined || (transform.maxConcurrent > 0 && transform.strategy !== undefined)) return {};
  const { address, port } = at;
  const path = EXECUTION_PARAMETERS_PATH;
  const answer = await call({ address, port, method: 'GET', path, timeoutMs: PARAMETERS_TIMEOUT_MS }).catch(
    () => undefined,
  );
  if (answer?.status !== 200) return {};
  const said = parse(answer.body);
  const concurrent = said?.['MaxConcurrentTransforms'];
  const strategy = said?.['BatchStrategy'];
  return {
    ...(transform.maxConcurrent === 0 && typeof concurrent === 'number' ? { maxConcurrent: concurrent } : {}),
    ...(transform.strategy === undefined && strategy === 'SINGLE_RECORD' ? { strategy: 'SingleRecord' as const } : {}),
  };
}

function parse(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

async function ask(run: JobRun, fleet: Fleet, transform: TransformPlan, body: Buffer): Promise<Buffer> {
  const { contentType, accept } = transform;
  const state: State = { ...run.recorder.state, status: 'InService', hosts: fleet.states };
  const engine = () => Promise.resolve(run.bench.engine);
  const invocation = {
    body,
    ...(contentType === undefined ? {} : { contentType }),
    ...(accept === undefined ? {} : { accept }),
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return Buffer.from((await invoke(state, unlimited(run.plan), invocation, run.stop, engine)).body);
    } catch (error) {
      run.stop.throwIfAborted();
      if (!(error instanceof ModelError) || attempt >= transform.retries) throw error;
    }
  }
}

/** The size is checked where the input is split, and 0 means no limit there. */
function unlimited(plan: RunPlan): RunPlan {
  return plan.serving === undefined ? plan : { ...plan, serving: { ...plan.serving, maxPayloadBytes: Infinity } };
}

function outputFiles(
  folder: string,
  transform: TransformPlan,
): { add(answer: Batch): Promise<void>; finish(whole: boolean): Promise<void> } {
  let open: { readonly name: string; readonly temporary: string; readonly stream: WriteStream } | undefined;
  const finish = async (whole: boolean): Promise<void> => {
    const done = open;
    open = undefined;
    if (done === undefined) return;
    await new Promise((resolve) => done.stream.end(resolve));
    if (whole) await fs.rename(done.temporary, done.name);
    else await fs.rm(done.temporary, { force: true });
  };
  let current: Batch['file'] | undefined;
  return {
    add: async ({ file, body }) => {
      if (current !== file) {
        await finish(true);
        const name = join(folder, `${file.name}.out`);
        await fs.mkdir(dirname(name), { recursive: true });
        const temporary = `${name}.part`;
        open = { name, temporary, stream: createWriteStream(temporary) };
        current = file;
      }
      if (body === undefined) return;
      const line = transform.assemble === 'Line' && body.at(-1) !== 10;
      const data = line ? Buffer.concat([body, Buffer.from('\n')]) : body;
      await new Promise<void>((resolve, reject) => {
        open?.stream.write(data, (error) => {
          if (error === null || error === undefined) resolve();
          else reject(error);
        });
      });
    },
    finish,
  };
}
