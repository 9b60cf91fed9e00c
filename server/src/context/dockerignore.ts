import { compileGlob, globMatches } from './glob';
import type { Glob } from './glob';
import { dirName, joinInside, joinPath } from './paths';
import type { FileSystem } from './types';

interface Line {
  readonly glob: Glob;
  /** Every path it matches begins with this text. */
  readonly prefix: string;
  readonly exception: boolean;
}

/**
 * What a `.dockerignore` keeps out, as BuildKit reads it: the last line that matches the path or one of its folders
 * decides. Lines that Docker would refuse are passed over.
 */
export function parseDockerignore(text: string): (relativePath: string) => boolean {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap(readLine);
  if (lines.length === 0) return () => false;
  const known = new Map<string, boolean>();
  return (relativePath) => {
    const path = joinInside('/', relativePath).slice(1);
    if (path === '') return false;
    let answer = known.get(path);
    if (answer === undefined) {
      answer = decide(lines, path);
      if (known.size < MOST_KNOWN) known.set(path, answer);
    }
    return answer;
  };
}

/** The ignore file in force: `<Dockerfile>.dockerignore` beside the Dockerfile, else `.dockerignore` in the context. */
export function findIgnoreFile(
  fs: FileSystem,
  dockerfilePath: string,
  root: string,
): { readonly path: string; readonly text: string } | undefined {
  for (const path of [`${dockerfilePath}.dockerignore`, joinPath(root, '.dockerignore')]) {
    const text = fs.read(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

const MOST_KNOWN = 20_000;

function readLine(raw: string): readonly Line[] {
  if (raw.startsWith('#')) return [];
  let pattern = raw.trim();
  const exception = pattern.startsWith('!');
  if (exception) pattern = pattern.slice(1).trim();
  if (pattern === '') return [];
  if (climbs(pattern)) return [];
  pattern = joinInside('/', pattern).slice(1);
  const glob = compileGlob(pattern, true);
  return pattern === '' || !glob ? [] : [{ glob, prefix: literalStart(pattern), exception }];
}

/** Does it leave the context (`../x`)? Such a line matches nothing. */
function climbs(pattern: string): boolean {
  let depth = 0;
  for (const part of pattern.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

function literalStart(pattern: string): string {
  const end = pattern.search(/[*?[\\]/);
  return end < 0 ? pattern : pattern.slice(0, end);
}

function decide(lines: readonly Line[], path: string): boolean {
  let ignored = false;
  for (const line of lines) {
    if (line.exception === ignored && path.startsWith(line.prefix) && matchesOrParent(line.glob, path))
      ignored = !line.exception;
  }
  return ignored;
}

function matchesOrParent(glob: Glob, path: string): boolean {
  for (let at = path; at !== ''; at = dirName(at)) if (globMatches(glob, at)) return true;
  return false;
}
