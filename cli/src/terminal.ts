/** What a command may do to the world around it. */
export interface Terminal {
  readonly cwd: string;
  readonly colour: boolean;
  /** Standard error is a terminal: a line may be written over. */
  readonly interactive: boolean;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `YYYY-MM-DD`. */
  today(): string;
  /** All of standard input. */
  readInput(): string;
  /** The same, as it is. */
  readInputBytes(): Uint8Array;
  write(text: string): void;
  writeBytes(bytes: Uint8Array): void;
  /** To standard error. */
  warn(text: string): void;
  /**
   * From the first call on, Ctrl-C (and SIGTERM, and a terminal that is closed) aborts this signal instead of ending the
   * process; further ones are harmless.
   */
  interruption(): AbortSignal;
}

export type Command = (args: readonly string[], terminal: Terminal) => number | Promise<number>;
