import type { Base } from '../../../../contract/bases';
import { parseDockerfile, type ParseOptions } from '../../../../server/src/dockerfile/parse';
import type { Dockerfile, ImageConfig, Setting, Word } from '../../../../server/src/dockerfile/types';
import type { Known } from '../../../../server/src/known';

export const UNKNOWN = Symbol('unknown');

export const python: Base = {
  id: 'python',
  summary: 'Python',
  kind: 'language',
  entrypoint: undefined,
  cmd: ['python3'],
  train: 'passes-on',
  serve: 'passes-on',
  env: { LANG: 'C.UTF-8' },
  path: ['/usr/local/bin', '/usr/bin', '/bin'],
  user: undefined,
  workdir: '/',
  labels: { maintainer: 'me' },
  os: 'debian',
  has: ['python'],
  lacks: [],
  packages: [],
  roles: [],
  cuda: undefined,
};

export const toolkit: Base = {
  ...python,
  id: 'toolkit',
  kind: 'sagemaker',
  entrypoint: ['bash', '-m', 'start'],
  cmd: 'unknown',
  user: 'model',
  workdir: '/home/model',
};

export const ubuntu: Base = { ...python, id: 'ubuntu', kind: 'os', cmd: ['/bin/bash'], env: {}, labels: {} };

/** Parses with three known base images: `python:…`, `toolkit:…` and `ubuntu:…`. */
export function parse(text: string, options: Partial<ParseOptions> = {}): Dockerfile {
  return parseDockerfile(text, {
    findBase: (reference) => [python, toolkit, ubuntu].find((row) => reference.split(':')[0] === row.id),
    ...options,
  });
}

export function get<T>(it: Known<T> | undefined): T | typeof UNKNOWN | undefined {
  return it === undefined ? undefined : it.known ? it.value : UNKNOWN;
}

export function values(words: readonly Word[]): unknown[] {
  return words.map((word) => get(word.value));
}

export function configOf(text: string, options: Partial<ParseOptions> = {}): ImageConfig {
  const target = parse(text, options).target;
  if (target === undefined) throw new Error('no stage');
  return target.config;
}

export function settings(map: ReadonlyMap<string, Setting<string>>): Record<string, unknown> {
  return Object.fromEntries([...map].map(([name, setting]) => [name, get(setting.value)]));
}

/** The text at a range, to check that it stands where it says. */
export function at(dockerfile: Dockerfile, range: Word['range']): string {
  return dockerfile.text.slice(dockerfile.offsetAt(range.start), dockerfile.offsetAt(range.end));
}

/** The instruction of that keyword (the first unless told). */
export function find(dockerfile: Dockerfile, keyword: string, nth = 0) {
  const found = dockerfile.instructions.filter((it) => it.keyword === keyword)[nth];
  if (found === undefined) throw new Error(`no ${keyword}`);
  return found;
}
