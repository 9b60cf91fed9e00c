/** Something that the editor says of a member, not yet placed in the text. */
export interface Finding {
  /** JSON pointer; a member that is missing has the pointer it would have. */
  readonly pointer: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** The name of the member is meant, not its value. */
  readonly atName?: boolean;
  /** A value that is right. */
  readonly instead?: string | undefined;
  /** A name that is right. */
  readonly rename?: string | undefined;
  /** An S3 URI that has no folder on this machine. */
  readonly unmapped?: string;
  /** A folder that isn't there. */
  readonly absent?: string;
}
