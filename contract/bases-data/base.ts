import type { ImageReference } from '../image-reference';
import type { Role } from '../roles';

/**
 * How an image answers to the word that SageMaker appends (`docker run IMAGE train|serve`):
 * - `answers`: it does the job (a toolkit's or server's own program).
 * - `passes-on`: no ENTRYPOINT, or one that ends in `exec "$@"`: a program of that name must be on PATH.
 * - `ignores`: its ENTRYPOINT starts something else and drops the word.
 * - `rejects`: its ENTRYPOINT ends with an error on that word.
 */
export type Answer = 'answers' | 'passes-on' | 'ignores' | 'rejects';

/** What is known of an image that Dockerfiles build on. Source: contract.md 5.2 and 5.4, and the images' own Dockerfiles. */
export interface Base {
  /** `python`, `dlc/pytorch-training`, `continuumio/miniconda3`. */
  readonly id: string;
  readonly summary: string;
  readonly kind:
    'scratch' | 'os' | 'language' | 'cuda' | 'conda' | 'jupyter' | 'server' | 'lambda' | 'distroless' | 'sagemaker';
  /** Undefined: the image has none. `unknown`: not the same in all versions. */
  readonly entrypoint: readonly string[] | undefined | 'unknown';
  readonly cmd: readonly string[] | undefined | 'unknown';
  readonly train: Answer;
  readonly serve: Answer;
  /** Environment it sets that matters; PATH always when `path` is known. */
  readonly env: Readonly<Record<string, string>>;
  /** Empty: not known. */
  readonly path: readonly string[];
  readonly user: string | undefined;
  readonly workdir: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly os: 'debian' | 'ubuntu' | 'alpine' | 'amazon' | 'rhel' | 'none' | 'unknown';
  /** Programs surely there (`python`, `python3`, `bash`, `sh`, `gcc`, `java`, `R` …) and surely not; others are unknown. */
  readonly has: readonly string[];
  readonly lacks: readonly string[];
  /** pip packages surely there (`sagemaker-training`, `torch`). */
  readonly packages: readonly string[];
  /** Roles this base is by itself evidence for. */
  readonly roles: readonly Role[];
  /** CUDA version in the image, `12.4`, when it has one. */
  readonly cuda: string | undefined;
}

/** Images of one kind: which references are meant, and which row fits a tag. */
export interface Family {
  readonly rows: readonly Base[];
  readonly matches: (reference: ImageReference) => boolean;
  /** The row for the tag, perhaps with what the tag says filled in; undefined when it is not known what is in it. */
  readonly choose: (tag: string, reference: ImageReference) => Base | undefined;
}

/** PATH of an image that does not set it. */
export const DEFAULT_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const;

/** What no plain image has. */
export const ADDED_LATER = [
  'train',
  'serve',
  'java',
  'nginx',
  'gunicorn',
  'uvicorn',
  'R',
  'Rscript',
  'node',
  'conda',
  'tini',
];

/** A row with what most images have in common: no ENTRYPOINT, root, `/`, Docker's PATH, nothing installed. */
export function base(row: Pick<Base, 'id' | 'summary' | 'kind'> & Partial<Base>): Base {
  const path = row.path ?? DEFAULT_PATH;
  const { PATH: _inherited, ...env } = row.env ?? {};
  return {
    entrypoint: undefined,
    cmd: 'unknown',
    train: 'passes-on',
    serve: 'passes-on',
    user: undefined,
    workdir: '/',
    labels: {},
    os: 'unknown',
    has: [],
    lacks: [],
    packages: [],
    roles: [],
    cuda: undefined,
    ...row,
    path,
    env: path.length === 0 ? env : { ...env, PATH: path.join(':') },
  };
}

/** Images of these names (`registry/repository`) that are alike in all their tags. */
export function plainFamily(names: readonly string[], row: Base): Family {
  return family(names, [row], () => row);
}

/** Images of these names (`registry/repository`) that differ by tag. */
export function family(names: readonly string[], rows: readonly Base[], choose: Family['choose']): Family {
  const wanted = new Set(names);
  return { rows, matches: ({ registry, repository }) => wanted.has(`${registry}/${repository}`), choose };
}

/** Names of an official image of Docker Hub. */
export function official(...names: readonly string[]): readonly string[] {
  return names.map((name) => `docker.io/library/${name}`);
}

/** Names of images of Docker Hub. */
export function hub(...names: readonly string[]): readonly string[] {
  return names.map((name) => `docker.io/${name}`);
}

/** Numbers at the start of a tag, `v` apart: `v0.9.1-cu12` gives 0, 9, 1. Empty when it starts with none. */
export function versionOf(tag: string): readonly number[] {
  const found = /^v?(\d+(?:\.\d+){0,3})(?![\d])/.exec(tag)?.[1];
  return found === undefined ? [] : found.split('.').map(Number);
}

/** Whether a version is at least another: `[11, 8]` is at least `[11, 7]`. An empty version is none. */
export function atLeast(version: readonly number[], least: readonly number[]): boolean {
  if (version.length === 0) return false;
  for (const [index, wanted] of least.entries()) {
    const part = version[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

/** Whether one of the words of a tag (`3.12-slim-bookworm`) is, or starts with, this one. */
export function tagHas(tag: string, word: string): boolean {
  return tag.split('-').some((part) => part.startsWith(word));
}

/** CUDA version in a word such as `cu124`, `cuda12.4` or `cuda-12.4.1`. */
export function cudaOf(tag: string): string | undefined {
  const spelled = /(?:^|[-_])cuda-?(\d{1,2})\.(\d{1,2})/.exec(tag);
  if (spelled) return `${spelled[1]}.${spelled[2]}`;
  const short = /(?:^|[-_])cu(\d{1,2})(\d)(?![\d])/.exec(tag);
  return short ? `${short[1]}.${short[2]}` : undefined;
}
