import type { FileSystem } from './types';

export interface Recorder {
  /** Like the file system underneath. */
  readonly fs: FileSystem;
  /** Every path that was looked at, missing ones included, sorted: when one of them changes, the result may too. */
  paths(): readonly string[];
}

/** Remembers what was read, listed and asked for. */
export function createRecordingFileSystem(under: FileSystem): Recorder {
  const seen = new Set<string>();
  const fs: FileSystem = {
    stat(path) {
      seen.add(path);
      return under.stat(path);
    },
    read(path) {
      seen.add(path);
      return under.read(path);
    },
    list(path) {
      seen.add(path);
      return under.list(path);
    },
  };
  return { fs, paths: () => [...seen].sort() };
}
