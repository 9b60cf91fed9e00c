import { posix } from 'node:path';
import { compileGlob, type Glob } from './glob';

interface Pattern {
  readonly negated: boolean;
  readonly matches: Glob;
  /** Of each segment; one with two stars is undefined: it spans any number of them. */
  readonly segments: readonly (Glob | undefined)[];
}

/** What the patterns say about a path; its children need it to be judged. */
export interface Verdict {
  readonly matched: boolean;
  /** Which patterns hit the path or a folder above it. */
  readonly hits: readonly boolean[];
}

export interface PatternList {
  /** The last pattern that hits a path, or a folder it lies in, decides. `parent` is the verdict on its folder. */
  check(path: string, parent?: Verdict): Verdict;
  /** Whether a pattern (with `negated`: one that starts with `!`) can hit something inside the folder. */
  mayMatchBelow(folder: string, negated: boolean): boolean;
}

/**
 * Patterns with the meaning they have for Docker (moby/patternmatcher): `*` and `?` stay within a path segment, `**`
 * crosses them, `!` takes back. Paths and patterns have forward slashes. @balena/dockerignore is not used: it keeps
 * every path it ever saw in memory, throws on `(` in a pattern, and can take minutes for one with many stars.
 */
export function compilePatterns(sources: readonly string[]): PatternList {
  const patterns = sources.map(compile).filter((pattern) => pattern !== undefined);
  return {
    check(path, parent) {
      const hits = patterns.map(({ matches }, index) => parent?.hits[index] === true || matches(path));
      const last = hits.lastIndexOf(true);
      return { matched: last >= 0 && patterns[last]?.negated === false, hits };
    },
    mayMatchBelow(folder, negated) {
      const folders = folder.split('/');
      return patterns.some((pattern) => pattern.negated === negated && reaches(pattern.segments, folders));
    },
  };
}

/** Whether the list matches a path, from its folders downwards. */
export function matchesPath(patterns: PatternList, path: string): boolean {
  let verdict: Verdict | undefined;
  const segments = path.split('/');
  segments.forEach((_, index) => {
    verdict = patterns.check(segments.slice(0, index + 1).join('/'), verdict);
  });
  return verdict?.matched ?? false;
}

/** The patterns of a .dockerignore file. */
export function parseDockerignore(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function compile(source: string): Pattern | undefined {
  const trimmed = source.trim();
  const negated = trimmed.startsWith('!');
  const clean = cleanPath(negated ? trimmed.slice(1).trim() : trimmed);
  if (clean === '' || clean === '.') {
    return undefined;
  }
  const segments = clean
    .split('/')
    .map((segment) => (segment.includes('**') ? undefined : compileGlob(segment, source)));
  return { negated, matches: compileGlob(clean, source), segments };
}

/** As Go's filepath.Clean, without the slash in front. */
function cleanPath(path: string): string {
  return path === '' ? '' : posix.normalize(path).replace(/^\/+/, '').replace(/\/+$/, '');
}

function reaches(pattern: Pattern['segments'], folders: readonly string[]): boolean {
  for (const [index, folder] of folders.entries()) {
    if (index >= pattern.length) {
      return false;
    }
    const segment = pattern[index];
    if (segment === undefined) {
      return true;
    }
    if (!segment(folder)) {
      return false;
    }
  }
  return pattern.length > folders.length;
}
