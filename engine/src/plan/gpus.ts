import { instanceResources } from '../../../contract/instances';
import type { Overlay } from '../requests/types';
import type { GpuPlan } from './types';

const NONE: GpuPlan = { kind: 'none' };

/** GPUs of an instance type; `local_gpu`, as in the SageMaker SDK, has all there are. */
function gpusOf(instanceType: string | undefined): number | 'all' {
  if (instanceType === 'local_gpu') return 'all';
  return instanceType === undefined ? 0 : (instanceResources(instanceType)?.gpus ?? 0);
}

/**
 * The GPUs of each container. One container gets a count; several get devices of their own, for a count alone would give
 * all of them the same first ones. `all` can't be divided before the machine is asked, so it is shared.
 */
export function planGpus(gpus: Overlay['gpus'], instanceTypes: readonly (string | undefined)[]): readonly GpuPlan[] {
  if (gpus === 'none') return instanceTypes.map(() => NONE);
  if (gpus === 'all') return instanceTypes.map(() => ({ kind: 'all' }));
  if (typeof gpus === 'number') {
    if (instanceTypes.length === 1) return [countOf(gpus)];
    return divide(
      Array.from({ length: gpus }, (_, id) => String(id)),
      instanceTypes.length,
    );
  }
  if (gpus !== 'auto') return divide(gpus, instanceTypes.length);
  return byInstanceType(instanceTypes);
}

function byInstanceType(instanceTypes: readonly (string | undefined)[]): readonly GpuPlan[] {
  const wanted = instanceTypes.map(gpusOf);
  let next = 0;
  return wanted.map((count): GpuPlan => {
    if (count === 'all') return { kind: 'all' };
    if (wanted.length === 1 || count === 0) return countOf(count);
    const ids = Array.from({ length: count }, (_, at) => String(next + at));
    next += count;
    return { kind: 'devices', ids };
  });
}

function countOf(count: number): GpuPlan {
  return count > 0 ? { kind: 'count', count } : NONE;
}

/** In runs of the same length, the first ones longer; with fewer devices than containers, containers share. */
function divide(ids: readonly string[], parts: number): readonly GpuPlan[] {
  if (ids.length === 0) return Array.from({ length: parts }, () => NONE);
  return Array.from({ length: parts }, (_, part): GpuPlan => {
    if (ids.length < parts) return { kind: 'devices', ids: ids.slice(part % ids.length, (part % ids.length) + 1) };
    const start = boundary(part, ids.length, parts);
    return { kind: 'devices', ids: ids.slice(start, boundary(part + 1, ids.length, parts)) };
  });
}

function boundary(part: number, total: number, parts: number): number {
  return part * Math.floor(total / parts) + Math.min(part, total % parts);
}
