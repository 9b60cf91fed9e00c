import { inside, localObject, remoteObject, statOf } from './data-object';
import type { DataObject } from './data-object';
import { localPath, storeOf } from './data-places';
import type { ObjectsPlan, Reach } from './data-places';
import { inParallel } from './in-parallel';
import { manifestObjects } from './manifest-objects';
import { filesBelow } from './pack';
import { nameBelow, s3Place } from './s3-reader';

/** Looked for at a time. */
const AT_ONCE = 8;

/** All objects, sorted as S3 lists them or in the order of the manifest. */
export async function listObjects(
  plan: ObjectsPlan,
  reach: Reach,
  signal: AbortSignal,
): Promise<readonly DataObject[]> {
  if (plan.manifest === true) return manifestObjects(plan, reach, signal);
  const path = await localPath(plan.source, reach);
  if (path !== undefined) return localObjects(path);
  const store = storeOf(plan.source, reach);
  const objects = await store.list(plan.source, signal);
  const prefix = s3Place(plan.source)?.key ?? '';
  return objects.map((object) => remoteObject(object, inside(nameBelow(prefix, object.key)), store));
}

async function localObjects(path: string): Promise<readonly DataObject[]> {
  await statOf(path);
  const files = await filesBelow(path);
  return inParallel(files, AT_ONCE, (file) => localObject(file.path, file.name));
}
