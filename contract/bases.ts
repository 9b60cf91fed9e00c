import type { Role } from './roles';

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
  readonly kind: 'scratch' | 'os' | 'language' | 'cuda' | 'conda' | 'jupyter' | 'server' | 'lambda' | 'distroless' | 'sagemaker';
  /** Undefined: the image has none. `unknown`: not the same in all versions. */
  readonly entrypoint: readonly string[] | undefined | 'unknown';
  readonly cmd: readonly string[] | undefined | 'unknown';
  readonly train: Answer;
  readonly serve: Answer;
  /** Environment it sets that matters; PATH always when `path` is known. */
  readonly env: Readonly<Record<string, string>>;
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
