/**
 * A value that the linter either knows or does not. What depends on an unknown build argument, an unknown base image or
 * a file that is not there is `unknown`, never guessed; `why` completes the sentence "It is not known because …".
 */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(why: string): { readonly known: false; readonly why: string } {
  return { known: false, why };
}

/** The value when it is known, else `fallback`. */
export function knownOr<T, F>(it: Known<T>, fallback: F): T | F {
  return it.known ? it.value : fallback;
}
