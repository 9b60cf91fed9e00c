/** What the contract tests are run on. */
export type TestedSubject =
  /** Its image is built first. `path` is absolute. */
  | { readonly kind: 'dockerfile'; readonly path: string }
  /** A tag that the engine has, or can pull. */
  | { readonly kind: 'image'; readonly image: string };
