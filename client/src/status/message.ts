/** The notification the server sends after each lint. */
export const STATUS_METHOD = 'sagemaker/status';

export interface FindingCounts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly hint: number;
}

/** What the server knows of one Dockerfile. */
export interface Status {
  readonly uri: string;
  readonly roles: readonly string[];
  /** Why each role is believed: "`COPY serve` on line 12". */
  readonly evidence: readonly string[];
  readonly findings: FindingCounts;
  readonly state: 'ready' | 'off';
}

/** The parameters of a status notification; undefined when they are something else (a server of another version). */
export function readStatus(params: unknown): Status | undefined {
  if (!isRecord(params)) return undefined;
  const { uri, roles, evidence, findings, state } = params;
  if (typeof uri !== 'string' || !isRecord(findings) || (state !== 'ready' && state !== 'off')) return undefined;
  return {
    uri,
    roles: strings(roles),
    evidence: strings(evidence),
    findings: {
      error: count(findings['error']),
      warning: count(findings['warning']),
      info: count(findings['info']),
      hint: count(findings['hint']),
    },
    state,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
