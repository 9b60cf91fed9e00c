import type { Known } from '../known';

/** What a command does to the files of the image. Paths are absolute. */
export type FileEffect = {
  /** It may happen or not. */
  readonly maybe: boolean;
} & FileChange;

export type FileChange =
  | {
      readonly kind: 'chmod';
      readonly paths: readonly Known<string>[];
      /** The paths hold shell patterns. */
      readonly glob: boolean;
      /** Everything below the paths, too. */
      readonly recursive: boolean;
      /** With `recursive`: only files whose own name fits one of these patterns (`find -name`); empty: all. */
      readonly names: readonly string[];
      /** Whether the mode sets or clears execution; undefined: leaves it as it is. */
      readonly executable: boolean | undefined;
    }
  | {
      readonly kind: 'write';
      readonly path: Known<string>;
      /** The content, where known. */
      readonly text: string | undefined;
      /** Adds to or edits what is there: an existing file keeps its mode and, with an empty text, its content. */
      readonly append: boolean;
      /** True for compilers and package managers that make programs. */
      readonly executable: boolean | undefined;
    }
  | {
      readonly kind: 'copy' | 'move' | 'link';
      readonly from: Known<string>;
      readonly to: Known<string>;
      /** `from` is a shell pattern. */
      readonly glob: boolean;
      readonly recursive: boolean;
      /** `to` is certainly a directory: the result is `to/name-of-from`. Otherwise that depends on what `to` is. */
      readonly intoDirectory: boolean;
      /** Set by `install -m`. */
      readonly executable: boolean | undefined;
    }
  | {
      readonly kind: 'remove';
      readonly paths: readonly Known<string>[];
      readonly glob: boolean;
      readonly recursive: boolean;
    }
  | { readonly kind: 'mkdir'; readonly path: Known<string> }
  | {
      readonly kind: 'lf';
      readonly paths: readonly Known<string>[];
      readonly glob: boolean;
      readonly recursive: boolean;
      readonly names: readonly string[];
    }
  | {
      readonly kind: 'opaque';
      /** `anywhere`, or the absolute path of the directory below which files may appear or change. */
      readonly where: string;
      /** Completes "It is not known because …". */
      readonly why: string;
      /** Set when it is the install of a Python project: only its console scripts matter. Path of the project's folder when known. */
      readonly project: Known<string> | undefined;
    };
