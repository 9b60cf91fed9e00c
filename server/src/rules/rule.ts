import type { Range } from 'vscode-languageserver-types';
import type { RequirementId } from '../../../contract/requirements';
import type { Role } from '../../../contract/roles';
import type { Fix, Related, Severity } from '../lint/finding';
import type { Subject } from '../subject';

/** A small tree of files; the linted one is `Dockerfile` unless `path` says otherwise. A leading `+x ` in a name sets the execute bit. */
export interface Example {
  /** What it shows, for the rule's page. */
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly path?: string;
}

export interface Rule {
  /** Kebab case, says what must hold; equals the file name; stable for ever. */
  readonly id: string;
  /** One line, no full stop: "Something answers to `docker run IMAGE train`". */
  readonly summary: string;
  readonly requirements: readonly RequirementId[];
  /** It runs when the image plays one of them; `any`: whenever at least one role is known. */
  readonly roles: readonly Role[] | 'any';
  /** The gravest severity it reports. */
  readonly severity: Severity;
  readonly fixable: boolean;
  /** Markdown. What happens on SageMaker and why. */
  readonly why: string;
  /** Markdown. What to do. */
  readonly remedy: string;
  /** Each reports exactly this rule (others may report too). */
  readonly bad: readonly Example[];
  /** Each reports nothing at all. */
  readonly good: readonly Example[];
  check(subject: Subject, report: Report): void;
}

export type Report = (finding: {
  readonly range: Range;
  readonly message: string;
  /** Defaults to the rule's. Never graver than it. */
  readonly severity?: Severity;
  /** Defaults to the rule's. */
  readonly requirements?: readonly RequirementId[];
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly tags?: readonly ('deprecated' | 'unnecessary')[];
}) => void;

export function defineRule(rule: Rule): Rule {
  return rule;
}
