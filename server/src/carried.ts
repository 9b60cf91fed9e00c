/**
 * What one pass over a document works out for a key, carried on to the pass after it, and dropped when that one does
 * not ask for it. Keys are compared by identity, so an object that is taken over from the pass before finds what was
 * made of it.
 */
export class Carried<K, V> {
  private readonly kept = new Map<K, V>();
  private before: ReadonlyMap<K, V> | undefined;

  /** `previous`: that of the pass before. */
  constructor(previous?: Carried<K, V>) {
    this.before = previous?.kept;
  }

  /** The kept value when it is `valid`, else a new one. */
  get(key: K, make: (key: K) => V, valid: (value: V) => boolean = () => true): V {
    const own = this.kept.get(key) ?? this.before?.get(key);
    const value = own !== undefined && valid(own) ? own : make(key);
    this.kept.set(key, value);
    return value;
  }

  /** Lets go of the pass before: nothing more will be asked. */
  close(): void {
    this.before = undefined;
  }
}
