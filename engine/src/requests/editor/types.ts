import type { Overlay, RequestKind, RequestProblem } from '../types';

/** A request document, or the overlay of one, as an editor has it. */
export interface EditedDocument {
  readonly kind: RequestKind | 'overlay';
  /** Absolute path of the file. */
  readonly path: string;
  readonly text: string;
}

/** What stands around the document. */
export interface Surroundings {
  /** The overlay of the request; of an overlay, itself. */
  readonly overlay: Overlay;
  /** Absolute folder that the paths of the overlay are relative to. */
  readonly folder: string;
  /** The values of the requests that an overlay belongs to; of a request, its own. */
  readonly requests: readonly unknown[];
  /** AWS region for which images are offered. */
  readonly region: string;
  /** Images that runs of this machine have built. */
  readonly builtImages: readonly string[];
  /** What the members of an overlay mean, by name. */
  readonly overlayTexts: ReadonlyMap<string, string>;
  /** Whether there is a file or folder at an absolute path. */
  readonly exists: (path: string) => boolean;
}

/** A piece of the text that is replaced. Offsets are UTF-16 indexes. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** One thing to offer; `change` writes all of it, quotes included. */
export interface RequestCompletion {
  readonly label: string;
  readonly detail: string;
  readonly sortText: string;
  readonly kind: 'member' | 'value' | 'image';
  readonly change: TextChange;
  /** Writing it is only a part: what goes on is offered at once. */
  readonly goesOn: boolean;
}

export interface RequestHover {
  readonly offset: number;
  readonly length: number;
  readonly markdown: string;
}

/** What can be done about a problem, beyond changing the text of the document. */
export type RequestFix =
  | {
      readonly kind: 'edit';
      readonly title: string;
      readonly preferred: boolean;
      readonly changes: readonly TextChange[];
    }
  /** An entry for the overlay, which is created when it isn't there. */
  | { readonly kind: 'map'; readonly title: string; readonly prefix: string; readonly target: string }
  | { readonly kind: 'create-folder'; readonly title: string; readonly path: string };

export interface EditedProblem extends Omit<RequestProblem, 'severity'> {
  readonly severity: RequestProblem['severity'] | 'info';
  readonly fixes: readonly RequestFix[];
}
