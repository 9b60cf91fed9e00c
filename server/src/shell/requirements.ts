import { directoryName, normalizePath } from './paths';
import type { PipSpec } from './pip-spec';
import { parsePipSpec } from './pip-spec';

export type ReadFile = (imagePath: string) => { path: string; text: string } | undefined;

/** A package named in a file of the build context. */
export interface ListedSpec extends PipSpec {
  readonly listedIn: string;
  /** As written: the path for a local folder. */
  readonly text: string;
  /** Absolute image path of the folder of the file that lists it. */
  readonly directory: string;
}

const MAX_FILES = 32;

/** The packages of a requirements file and of those it includes with `-r`; what `-c` names is not installed. */
export function requirementSpecs(
  imagePath: string,
  readFile: ReadFile,
  seen = new Set<string>(),
): readonly ListedSpec[] {
  const path = normalizePath(imagePath);
  const file = seen.has(path) || seen.size >= MAX_FILES ? undefined : readFile(path);
  seen.add(path);
  if (file === undefined) {
    return [];
  }
  const directory = directoryName(path);
  return requirementLines(file.text).flatMap((line) => {
    const nested = /^(?:-r\s*|--requirement[\s=]\s*)(\S+)/.exec(line)?.[1];
    if (nested !== undefined) {
      return /^[a-z]+:\/\//.test(nested)
        ? []
        : requirementSpecs(nested.startsWith('/') ? nested : `${directory}/${nested}`, readFile, seen);
    }
    const text = line.replace(/^(?:-e\s*|--editable[\s=]\s*)/, '').trim();
    const spec = text.startsWith('-') ? undefined : parsePipSpec(text.replace(/\s+--\S[\s\S]*$/, ''));
    return spec === undefined ? [] : [{ ...spec, text, directory, listedIn: file.path }];
  });
}

function requirementLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
