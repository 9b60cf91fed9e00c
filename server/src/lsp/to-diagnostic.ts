import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver-types';
import type { Finding, Related, Severity } from '../lint/finding';
import { ruleUrl } from '../rules/index';

export const SOURCE = 'sagemaker';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const TAG = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary } as const;

export interface DiagnosticOptions {
  /** Of the Dockerfile. */
  readonly uri: string;
  readonly pathToUri: (path: string) => string;
  readonly relatedInformation: boolean;
  readonly tags: boolean;
}

/** One finding as an editor shows it. `data.finding` is its index in the result, so that a code action need not search. */
export function toDiagnostic(finding: Finding, index: number, options: DiagnosticOptions): Diagnostic {
  const diagnostic: Diagnostic = {
    range: finding.range,
    severity: SEVERITY[finding.severity],
    source: SOURCE,
    code: finding.rule,
    codeDescription: { href: ruleUrl(finding.rule) },
    message: options.relatedInformation ? finding.message : withPlaces(finding),
    data: { finding: index },
  };
  if (options.tags && finding.tags.length > 0) diagnostic.tags = finding.tags.map((tag) => TAG[tag]);
  if (options.relatedInformation && finding.related.length > 0)
    diagnostic.relatedInformation = finding.related.map((related) => toRelated(related, options));
  return diagnostic;
}

function toRelated(related: Related, options: DiagnosticOptions): DiagnosticRelatedInformation {
  return {
    location: {
      uri: related.file === undefined ? options.uri : options.pathToUri(related.file),
      range: related.range,
    },
    message: related.message,
  };
}

/** For editors that can't show related places the places of other files join the message: they say where to look. */
function withPlaces(finding: Finding): string {
  const places = finding.related.flatMap((related) =>
    related.file === undefined
      ? []
      : [`${related.file.split('/').at(-1) ?? related.file}:${related.range.start.line + 1}: ${related.message}`],
  );
  return [finding.message, ...places].join('\n');
}
