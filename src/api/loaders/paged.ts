import DataLoader from 'dataloader';

/**
 * A loader per set of arguments: all parents of one level that ask for the same page share one batch, and so one
 * statement; parents that ask for another page get a batch of their own.
 */
export function paged<Key, Args, Value>(
  batch: (keys: readonly Key[], args: Args) => Promise<readonly Value[]>,
  cacheKey: (key: Key) => string,
): (key: Key, args: Args) => Promise<Value> {
  const loaders = new Map<string, DataLoader<Key, Value, string>>();
  return (key, args) => {
    const name = JSON.stringify(args);
    let loader = loaders.get(name);
    if (loader === undefined) {
      loader = new DataLoader((keys) => batch(keys, args), { cacheKeyFn: cacheKey });
      loaders.set(name, loader);
    }
    return loader.load(key);
  };
}

/** Rows of a map in the order of the keys; a key without a row is a fault of the read, not of the caller. */
export function aligned<Value>(
  keys: readonly string[],
  found: ReadonlyMap<string, Value>,
): Value[] {
  return keys.map((key) => {
    const value = found.get(key);
    if (value === undefined)
      throw new RangeError('a value for every key is required of a read, one is missing');
    return value;
  });
}
