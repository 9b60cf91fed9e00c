import type { Range } from 'vscode-languageserver-types';
import type { ImageFile } from '../context/types';
import type { Command, Origin } from '../dockerfile/types';
import type { ServerStart } from '../readers/types';

/** What happens on `docker run IMAGE <word>`; without a word: `docker run IMAGE` (processing). */
export interface Start {
  readonly word: 'train' | 'serve' | undefined;
  readonly outcome: Outcome;
  /** The programs run, outermost first: the ENTRYPOINT, the script it runs, what that starts … */
  readonly chain: readonly Link[];
  /** The web servers this start brings up, as far as they could be followed. */
  readonly servers: readonly FoundServer[];
  /** Programs that put themselves into the background and return. */
  readonly detached: readonly Detached[];
  /** True when the chain was followed to programs we know: absence of a server then means something. */
  readonly complete: boolean;
}

export type Outcome =
  /** It runs a program that does something with or despite the word. */
  | { readonly kind: 'runs' }
  /** Docker finds no program of that name: `exec: "serve": executable file not found in $PATH`. */
  | { readonly kind: 'not-found'; readonly program: string }
  /** The program is there and can't be executed. */
  | { readonly kind: 'not-executable' | 'bad-shebang' | 'crlf'; readonly file: ImageFile }
  /** The program ends with an error on the extra word; `why` says which and how. */
  | {
      readonly kind: 'rejects';
      readonly why: string;
      readonly range: Range | undefined;
      /** The words it knows, when it wants one of them: then leaving the word out is no help. */
      readonly knows?: readonly string[];
      /** It wants more than the word: then leaving the word out is no help either. */
      readonly wantsMore?: boolean;
    }
  /** Can't be told; `why` completes "It is not known because …". */
  | { readonly kind: 'unknown'; readonly why: string };

export interface Link {
  /** `program`: found on PATH for the word; `script`: run by the link before; `command`: a program of the image. */
  readonly role: 'entrypoint' | 'program' | 'script' | 'command';
  readonly command: Command | undefined;
  readonly argv: readonly (string | undefined)[];
  readonly file: ImageFile | undefined;
  readonly origin: Origin | undefined;
  /** Does the word reach this program as an argument? */
  readonly receivesWord: boolean;
}

export interface FoundServer {
  readonly server: ServerStart;
  /** Where it is written: the Dockerfile itself when `file` is undefined, else that file. */
  readonly file: ImageFile | undefined;
}

/** A program other than a server that goes into the background. */
export interface Detached {
  readonly program: string;
  readonly range: Range;
  /** Where it is started; undefined: the Dockerfile. */
  readonly file: ImageFile | undefined;
  /** The configuration that could keep it in the foreground. */
  readonly config: ImageFile;
}
