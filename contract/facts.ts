import type { RequirementId } from './requirements';

/** The day on which the facts of this folder were last checked against AWS's documentation, API models and source code. */
export const CHECKED = '2026-08-21';

/** A fact of SageMaker that can change, with where it comes from. */
export interface Fact<T> {
  readonly value: T;
  /** Markdown, one or two sentences. */
  readonly summary: string;
  readonly requirements: readonly RequirementId[];
  readonly source: string;
  /** `YYYY-MM-DD`. */
  readonly checked: string;
}

/** A fact checked on the day all facts were checked. */
export function fact<T>(
  value: T,
  summary: string,
  requirements: readonly RequirementId[],
  source: string,
  checked: string = CHECKED,
): Fact<T> {
  return { value, summary, requirements, source, checked };
}

/** A page of the SageMaker developer guide: `guide('your-algorithms-inference-code')`. */
export function guide(page: string): string {
  return `https://docs.aws.amazon.com/sagemaker/latest/dg/${page}.html`;
}

/** A page of the SageMaker API reference: `apiReference('CreateTrainingJob')`, `apiReference('runtime_InvokeEndpoint')`. */
export function apiReference(name: string): string {
  return `https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_${name}.html`;
}

/** A file, or the start page, of a public repository: `repository('aws/sagemaker-training-toolkit', 'README.md')`. */
export function repository(name: string, file?: string): string {
  return file === undefined ? `https://github.com/${name}` : `https://github.com/${name}/blob/HEAD/${file}`;
}
