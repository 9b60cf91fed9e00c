/** How one thing of a request stands, before it is sent. */
export interface PreflightItem {
  /** `caller`, `role`, `image`, `input`, `output`, `quota`, `name`, `price`, `driver`, `pass-role`, and which. */
  readonly id: string;
  readonly title: string;
  /** `unknown`: the caller may not look, or it can’t be known beforehand. */
  readonly status: 'passed' | 'warning' | 'failed' | 'unknown';
  /** What was found, a sentence. */
  readonly detail: string;
  /** What to do; undefined when there is nothing to do. */
  readonly remedy?: string;
  /** What the same launch can do about it, when the user says so. */
  readonly offer?: Offer;
}

/**
 * `create-bucket`: the account’s SageMaker bucket is made; `update-endpoint`: the endpoint of that name gets the new
 * configuration; `probe-outputs`: an empty object is written where the results go, and deleted again.
 */
export type Offer = 'create-bucket' | 'update-endpoint' | 'probe-outputs';

/** An item without its heading. */
export type Verdict = Omit<PreflightItem, 'id' | 'title'>;

/** Something to look at. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** Undefined: it is no question for this request. */
  readonly run: () => Promise<Verdict | undefined>;
}

export function passed(detail: string): Verdict {
  return { status: 'passed', detail };
}

export function warned(detail: string, remedy: string): Verdict {
  return { status: 'warning', detail, remedy };
}

export function failed(detail: string, remedy: string): Verdict {
  return { status: 'failed', detail, remedy };
}

export function unknown(detail: string, remedy?: string): Verdict {
  return { status: 'unknown', detail, ...(remedy === undefined ? {} : { remedy }) };
}
