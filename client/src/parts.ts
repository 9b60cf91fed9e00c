import type { ExtensionContext, LogOutputChannel, Terminal, Uri } from 'vscode';
import type { DebugOptions } from '../../engine/src/debug/with-debugger';
import type { Connection, Ref } from './connections/connection';
import type { Connections } from './connections/connections';
import type { Status } from './status/message';
import type { KeptResults } from './testing/kept-results';

/** What the features of the desktop extension share. Each registers itself with it and owns what it made. */
export interface Parts {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly connections: Connections;
  readonly runs: Runs;
  readonly logs: Logs;
  /** What the contract tests last found, for each Dockerfile. */
  readonly results: KeptResults;
  /** Sends a request to the language server; it is started when it does not run. */
  readonly askServer: (method: string, params: object) => Promise<unknown>;
  /** What the linter last said of a Dockerfile. */
  readonly lintStatus: (uri: Uri) => Status | undefined;
}

export interface RunOptions {
  /** In place of the local one. */
  readonly connection?: Connection;
  /** The log is not opened. */
  readonly quiet?: boolean;
  readonly signal?: AbortSignal;
  /** The entry point listens for a debugger. */
  readonly debug?: DebugOptions;
  /** In place of those of the request that have the same names; only a training job has any. */
  readonly hyperparameters?: Readonly<Record<string, string>>;
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
  /** What a terminal shows; undefined: it is none of these. */
  refOf(terminal: Terminal): Ref | undefined;
}
