import type { Range } from 'vscode-languageserver-types';
import type { RequirementId } from '../../../contract/requirements';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Replace `range` of `file` (absolute path; undefined: the Dockerfile) by `text`. */
export interface Edit {
  readonly file: string | undefined;
  readonly range: Range;
  readonly text: string;
}

export interface Fix {
  /** Imperative, what the user sees in the light bulb: "Add `ENTRYPOINT [\"python\", \"serve.py\"]`". */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Preferred: the light bulb's first choice, and applied by fix-all. Only where the edit can't change anything else. */
  readonly safe: boolean;
}

export interface Related {
  /** Absolute path; undefined: the Dockerfile. */
  readonly file: string | undefined;
  readonly range: Range;
  readonly message: string;
}

export interface Finding {
  readonly rule: string;
  readonly requirements: readonly RequirementId[];
  readonly severity: Severity;
  /** What is wrong, what it means on SageMaker, what to do. One to three sentences. */
  readonly message: string;
  /** In the Dockerfile, always: a finding about another file sits on the instruction that brings it in, and names the place in `related`. */
  readonly range: Range;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  readonly tags: readonly ('deprecated' | 'unnecessary')[];
}
