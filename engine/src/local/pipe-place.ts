import type { EngineMount } from './containers';
import type { Fifos } from './pipe-feed';

/**
 * Where the pipes of a container are. What holds them takes the place of the directory above each channel, for a pipe can't
 * be mounted before it is there; whatever else the container has below it is mounted inside.
 */
export interface PipePlace {
  readonly fifos: Fifos;
  readonly mounts: readonly EngineMount[];
  /** How `fifos` know a channel: by its path in the container. */
  path(target: string): string;
  /** Throws when the container, which is made but not started, doesn't see the pipe. */
  check(id: string, target: string, signal: AbortSignal): Promise<void>;
  /** Ends what only the pipes needed. */
  end(): Promise<void>;
}
