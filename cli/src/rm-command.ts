import type { SageMaker } from '../../engine/src/sagemaker';
import { loadEngine } from './engine';
import { findByName } from './kinds';
import type { Row } from '../../engine/src/session/by-kind';
import { openLocal } from './open-local';
import { progressOn } from './progress';
import { readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `rm`: deletes jobs that are over, with their logs and artefacts, and endpoints. */
export async function rmCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const { positionals } = readOptions(args, []);
  if (positionals.length === 0) throw new UsageError('Name the jobs or endpoints to delete.');
  const local = await openLocal(await loadEngine(), undefined, progressOn(terminal), terminal);
  try {
    const rows: Row[] = [];
    for (const name of positionals) rows.push(await findByName(local.sagemaker, name));
    for (const row of rows) await remove(local.sagemaker, row);
    return 0;
  } finally {
    await local.close();
  }
}

function remove(sagemaker: SageMaker, { kind, name }: Row): Promise<void> {
  switch (kind) {
    case 'training-job':
      return sagemaker.deleteTrainingJob(name);
    case 'processing-job':
      return sagemaker.deleteProcessingJob(name);
    case 'transform-job':
      return sagemaker.deleteTransformJob(name);
    case 'endpoint':
      return sagemaker.deleteEndpoint(name);
  }
}
