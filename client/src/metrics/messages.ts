import { member } from '../member';

/** One value that a log line had in it. */
export interface Point {
  readonly metric: string;
  /** `algo-1`. */
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly value: number;
}

/** A training job, as the chart names it. */
export interface Run {
  readonly id: string;
  readonly name: string;
  /** The connection, as the views show it. */
  readonly where: string;
  readonly status: string;
  /** Why there is nothing to draw, or what is missing; undefined: all is as it should be. */
  readonly note: string | undefined;
}

/** What the extension tells the page. */
export type ToPage =
  | { readonly type: 'run'; readonly run: Run }
  /** `from`: how many points of the run come before these; those that the page has from there on are replaced. */
  | { readonly type: 'points'; readonly run: string; readonly from: number; readonly points: readonly Point[] };

/** What a page keeps over a reload of the window. */
export interface View {
  readonly logarithmic: boolean;
  readonly byTime: boolean;
  readonly hidden: readonly string[];
}

/** What the page tells the extension. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'csv' }
  /** A PNG, as base64. */
  | { readonly type: 'png'; readonly data: string };

/** A message of the page; undefined when it is something else. */
export function readFromPage(message: unknown): FromPage | undefined {
  const type = member(message, 'type');
  const data = member(message, 'data');
  if (type === 'ready' || type === 'csv') return { type };
  return type === 'png' && typeof data === 'string' ? { type, data } : undefined;
}

/** The words of the page: it has no translations of its own. */
export interface PageTexts {
  readonly title: string;
  readonly metrics: string;
  readonly runs: string;
  readonly logarithmic: string;
  readonly byStep: string;
  readonly byTime: string;
  readonly csv: string;
  readonly png: string;
  readonly table: string;
  readonly metric: string;
  readonly run: string;
  readonly values: string;
  readonly first: string;
  readonly last: string;
  readonly least: string;
  readonly most: string;
  readonly status: string;
  readonly waiting: string;
  readonly never: string;
  readonly nothingChosen: string;
  readonly notPositive: string;
  readonly step: string;
  readonly keys: string;
}
