/** A map that forgets its oldest entries, so that strangers cannot fill the memory. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  values(): IterableIterator<Value>;
  clear(): void;
}

/** Keeps at most `limit` entries, and tells which it has forgotten. Expired ones stay until then: whether they are too old is decided elsewhere. */
export function createBoundedMap<Value>(limit: number, forgotten?: (key: string) => void): BoundedMap<Value> {
  const entries = new Map<string, Value>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      const oldest = entries.keys().next();
      if (entries.size <= limit || oldest.done) return;
      entries.delete(oldest.value);
      forgotten?.(oldest.value);
    },
    delete: (key) => void entries.delete(key),
    values: () => entries.values(),
    clear: () => entries.clear(),
  };
}
