/** A map that forgets, so that strangers cannot fill the memory. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  values(): IterableIterator<Value>;
  clear(): void;
}

/**
 * Keeps at most `limit` entries, and tells which it forgets. Room is made by the owner who has the most, with the oldest of theirs: however much one
 * stranger makes us keep, they push out their own. Without owners the oldest goes. Expired ones stay until then: whether
 * they are too old is decided elsewhere.
 */
export function createBoundedMap<Value>(
  limit: number,
  ownerOf: (value: Value) => string = () => '',
  forgotten?: (key: string) => void,
): BoundedMap<Value> {
  const entries = new Map<string, { value: Value; owner: string }>();
  const keysOf = new Map<string, Set<string>>();

  function remove(key: string): void {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    const keys = keysOf.get(entry.owner);
    keys?.delete(key);
    if (keys?.size === 0) keysOf.delete(entry.owner);
  }

  function makeRoom(): void {
    let most: Set<string> | undefined;
    for (const keys of keysOf.values()) if (keys.size > (most?.size ?? 0)) most = keys;
    const oldest = most?.values().next();
    if (!oldest || oldest.done) return;
    remove(oldest.value);
    forgotten?.(oldest.value);
  }

  return {
    get: (key) => entries.get(key)?.value,
    set(key, value) {
      remove(key);
      const owner = ownerOf(value);
      entries.set(key, { value, owner });
      keysOf.set(owner, (keysOf.get(owner) ?? new Set()).add(key));
      if (entries.size > limit) makeRoom();
    },
    delete: remove,
    *values() {
      for (const { value } of entries.values()) yield value;
    },
    clear() {
      entries.clear();
      keysOf.clear();
    },
  };
}

/** Two maps as one: what is of use to somebody, at the time of `set`, is never pushed out by what is not yet. */
export function createTieredMap<Value>(
  limit: number,
  isInUse: (value: Value) => boolean,
  ownerOf?: (value: Value) => string,
  forgotten?: (key: string) => void,
): BoundedMap<Value> {
  const inUse = createBoundedMap<Value>(limit, undefined, forgotten);
  const others = createBoundedMap(limit, ownerOf, forgotten);
  return {
    get: (key) => inUse.get(key) ?? others.get(key),
    set(key, value) {
      const [to, from] = isInUse(value) ? [inUse, others] : [others, inUse];
      from.delete(key);
      to.set(key, value);
    },
    delete(key) {
      inUse.delete(key);
      others.delete(key);
    },
    *values() {
      yield* inUse.values();
      yield* others.values();
    },
    clear() {
      inUse.clear();
      others.clear();
    },
  };
}

/** A map of this size, as a kept map makes it. */
export const bounded =
  <Value>(limit: number) =>
  (forgotten: (key: string) => void): BoundedMap<Value> =>
    createBoundedMap<Value>(limit, undefined, forgotten);
