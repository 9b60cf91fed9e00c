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

/** As `memo`, for what is kept as long as its key lives. */
export function perObject<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let box = made.get(key);
    if (!box) made.set(key, (box = { value: make(key) }));
    return box.value;
  };
}
