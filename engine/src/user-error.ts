/** An error that the user can act on: what happened, and what to do. Everything else is a bug and shows as one. */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    message: string,
    /** What to do, one sentence. */
    readonly remedy: string,
    options?: ErrorOptions & { readonly docs?: string },
  ) {
    super(message, options);
    this.docs = options?.docs;
  }

  /** A page that says more. */
  readonly docs: string | undefined;
}
