import type { PipePlan } from '../plan/types';
import { listObjects } from './data-objects';
import { findObject } from './data-places';
import { manifestText } from './manifest-objects';
import type { Reach } from './data-places';
import { augmentedLines, augmentedRecords } from './manifest-augmented';
import type { AugmentedRecord } from './manifest-augmented';
import type { Feed } from './pipe-feed';
import { objectItem, textItem } from './pipe-records';
import type { PipeItem } from './pipe-records';
import { shardOf, shuffled } from './shuffle-order';

/** What a channel in Pipe mode sends. Lists are made here, once: a source that isn't there is known before the start. */
export async function itemsOf(plan: PipePlan, reach: Reach, signal: AbortSignal): Promise<Feed['items']> {
  const order = inOrder(plan);
  const { source, folders } = plan;
  if (plan.manifest === 'augmented') {
    const { text } = await manifestText({ source }, reach, signal);
    const lines = augmentedLines(text);
    const attributes = plan.attributes ?? [];
    // All of them once: a line that lacks an attribute is no surprise of the third hour.
    for (const line of lines) augmentedRecords(line, attributes);
    return (epoch, until) => recordItems(order(lines, epoch), plan, reach, until);
  }
  const objects = await listObjects({ source, manifest: plan.manifest === 'plain', folders }, reach, signal);
  return (epoch) => order(objects, epoch).map(objectItem);
}

/**
 * Shuffled first and dealt out then, so that a host gets other objects in every epoch
 * (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ShuffleConfig.html).
 */
function inOrder({ shuffleSeed, shard }: PipePlan): <T>(list: readonly T[], epoch: number) => readonly T[] {
  return (list, epoch) => shardOf(shuffleSeed === undefined ? list : shuffled(list, shuffleSeed, epoch), shard);
}

async function* recordItems(
  lines: readonly string[],
  plan: PipePlan,
  reach: Reach,
  signal: AbortSignal,
): AsyncGenerator<PipeItem> {
  for (const line of lines) {
    for (const record of augmentedRecords(line, plan.attributes ?? [])) {
      yield await recordItem(record, plan, reach, signal);
    }
  }
}

async function recordItem(
  record: AugmentedRecord,
  plan: PipePlan,
  reach: Reach,
  signal: AbortSignal,
): Promise<PipeItem> {
  if ('text' in record) return textItem(plan.source, record.text);
  return objectItem(await findObject(record.uri, plan.folders, reach, signal));
}
