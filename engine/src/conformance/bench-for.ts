import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalOptions } from '../local/options';
import { Workbench } from '../local/workbench';
import type { RunPlan } from '../plan/types';
import type { ConformanceOptions } from './types';

/** A workbench that nothing is kept of: its folder goes with it. */
class TrialBench extends Workbench {
  override async clear(): Promise<void> {
    try {
      await super.clear();
    } finally {
      await fs.rm(this.storage, { recursive: true, force: true });
    }
  }
}

/** A workbench for a trial, with a folder of its own in which nothing is made unless it is needed. */
export function benchFor(options: ConformanceOptions, plan: RunPlan): Workbench {
  const { engine, owner, build, login, hostUser } = options;
  const refuse = (): never => {
    throw new Error('a conformance test makes its plans before');
  };
  const local: LocalOptions = {
    storage: join(tmpdir(), `sagemaker-containers-test-${randomUUID()}`),
    engine: () => Promise.resolve(engine),
    planner: { training: refuse, processing: refuse, endpoint: refuse, transform: refuse, arn: refuse },
    owner,
    build,
    ...(login === undefined ? {} : { login }),
    ...(hostUser === undefined ? {} : { hostUser }),
  };
  const kind = plan.kind === 'training' ? 'training-job' : 'endpoint';
  return new TrialBench(engine, local, kind, plan, () => Promise.resolve(undefined));
}

/** One more for a trial of its own, with its own network and volumes, which go when it is over. */
export async function onOwnBench<T>(
  options: ConformanceOptions,
  plan: RunPlan,
  change: Partial<Pick<RunPlan, 'network'>>,
  signal: AbortSignal,
  act: (bench: Workbench) => Promise<T>,
): Promise<T> {
  // The image is here already: it is not built again.
  const images = plan.images.map((image) => ({ ...image, build: undefined }));
  const bench = benchFor(options, { ...plan, ...change, images });
  try {
    await bench.fetchImages(options.onNote, signal);
    await bench.makeNetwork();
    return await act(bench);
  } finally {
    await bench.clear();
  }
}
