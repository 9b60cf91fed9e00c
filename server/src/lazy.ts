/** The value of `make`, made on the first call and kept. */
export function lazy<T>(make: () => T): () => T {
  let box: { readonly value: T } | undefined;
  return () => (box ??= { value: make() }).value;
}

/** `make(key)`, made once for each key. */
export function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, { readonly value: V }>();
  return (key) => {
    let box = made.get(key);
    if (!box) made.set(key, (box = { value: make(key) }));
    return box.value;
  };
}

/**
 * As `memo`, for the last key only. Not a WeakMap, here and everywhere on the way of a keystroke: what it holds
 * survives each collection of the young heap, and with it the whole model of a lint that nobody needs any more.
 */
export function memoLast<K, V>(make: (key: K) => V): (key: K) => V {
  let last: { readonly key: K; readonly value: V } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}
