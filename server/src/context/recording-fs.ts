import { isSameList } from '../same-list';
import type { FileStat, FileSystem } from './types';

export interface Recorder {
  /** Like the file system underneath. */
  readonly fs: FileSystem;
  /** Every path that was looked at, missing ones included, sorted: when one of them changes, the result may too. */
  paths(): readonly string[];
  /** Does the file system still answer everything as it did? */
  isUnchanged(): boolean;
}

/** Remembers what was read, listed and asked for, and the answers. */
export function createRecordingFileSystem(under: FileSystem): Recorder {
  const stats = createQuestion((path) => under.stat(path), isSameStat);
  const texts = createQuestion(
    (path) => under.read(path),
    (a, b) => a === b,
  );
  const lists = createQuestion((path) => under.list(path), isSameList<string>);
  const questions = [stats, texts, lists];
  return {
    fs: { stat: stats.ask, read: texts.ask, list: lists.ask },
    paths: () => [...new Set(questions.flatMap((it) => [...it.paths()]))].sort(),
    isUnchanged: () => questions.every((it) => it.isUnchanged()),
  };
}

interface Question<T> {
  readonly ask: (path: string) => T;
  readonly paths: () => Iterable<string>;
  readonly isUnchanged: () => boolean;
}

function createQuestion<T>(ask: (path: string) => T, isSame: (a: T, b: T) => boolean): Question<T> {
  const answers = new Map<string, { readonly answer: T }>();
  let steady = true;
  return {
    ask(path) {
      const answer = ask(path);
      const before = answers.get(path);
      if (before === undefined) answers.set(path, { answer });
      else steady &&= isSame(before.answer, answer);
      return answer;
    },
    paths: () => answers.keys(),
    isUnchanged() {
      if (!steady) return false;
      for (const [path, { answer }] of answers) if (!isSame(answer, ask(path))) return false;
      return true;
    },
  };
}

function isSameStat(a: FileStat | undefined, b: FileStat | undefined): boolean {
  return a === b || (a?.type === b?.type && a?.size === b?.size && a?.executable === b?.executable);
}
