import type { ExtensionContext, LogOutputChannel, Uri } from 'vscode';
import type { Connection, Ref } from './connections/connection';
import type { Connections } from './connections/connections';
import type { Status } from './status/message';

/** What the features of the desktop extension share. Each registers itself with it and owns what it made. */
export interface Parts {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly connections: Connections;
  readonly runs: Runs;
  readonly logs: Logs;
  /** What the linter last said of a Dockerfile. */
  readonly lintStatus: (uri: Uri) => Status | undefined;
}

export interface RunOptions {
  /** In place of the local one. */
  readonly connection?: Connection;
  /** The log is not opened. */
  readonly quiet?: boolean;
  readonly signal?: AbortSignal;
}

/** Starting jobs and endpoints from request documents. */
export interface Runs {
  /**
   * Runs the request document at `uri`: reads it with its overlay, shows its problems, builds what has to be built and
   * creates the job. Undefined: the user has seen why not. A name that is taken gets a time behind it.
   */
  start(uri: Uri, options?: RunOptions): Promise<Ref | undefined>;
}

/** Logs of jobs and endpoints, each in a terminal of its own. */
export interface Logs {
  show(ref: Ref): Promise<void>;
}
