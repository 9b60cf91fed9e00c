import type { SageMaker } from '../sagemaker';
import { memoryEndpoints } from './memory-endpoints';
import { MemoryEntries } from './memory-entries';
import { memoryJobs } from './memory-jobs';
import { memoryModels } from './memory-models';
import type { MemoryOptions } from './memory-options';
import { memoryRuntime } from './memory-runtime';

/** SageMaker without containers, for tests: jobs do what they are told, endpoints answer what they are told. */
export function memorySageMaker(options: MemoryOptions = {}): SageMaker {
  const entries = new MemoryEntries(options);
  return {
    ...memoryJobs(entries),
    ...memoryModels(entries),
    ...memoryEndpoints(entries),
    ...memoryRuntime(entries, options),
    watch: (signal) => entries.watch(signal),
    logs: (kind, name, signal = new AbortController().signal) => entries.logs(kind, name, signal),
  };
}
