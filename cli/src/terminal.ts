/** What a command may do to the world around it. */
export interface Terminal {
  readonly cwd: string;
  readonly colour: boolean;
  readonly version: string;
  /** `YYYY-MM-DD`. */
  today(): string;
  /** All of standard input. */
  readInput(): string;
  write(text: string): void;
  /** To standard error. */
  warn(text: string): void;
}
