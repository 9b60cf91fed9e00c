import type { FileSystem } from '../context/types';

/** What the place the server runs in (node, a web worker, a test) lends it. */
export interface Host {
  /** Files behind documents that have a path. */
  readonly fs: FileSystem;
  /** The client saw these files change: what is kept of them is old. */
  forget(path: string): void;
  /** `YYYY-MM-DD`. */
  today(): string;
  /** Undefined for documents without a file that `fs` can see: `untitled:`, `git:`, everything on vscode.dev. */
  readonly uriToPath: (uri: string) => string | undefined;
  readonly pathToUri: (path: string) => string;
  /** Called after each lint; may tidy up while nobody waits. */
  readonly rest?: () => void;
}

/** The files of a document that has none. */
export const NO_FILES: FileSystem = {
  stat: () => undefined,
  read: () => undefined,
  list: () => [],
};
