import type { BoundedMap } from '../oauth/bounded-map.ts';
import type { Shelf } from './state.ts';

/** How a record is kept on a shelf, where it is more than plain JSON. */
export interface Form<Value, Kept> {
  keep(value: Value): Kept;
  open(kept: Kept): Value;
}

/** A bounded map that is on a shelf too. Whoever changes a record in it says `keep`, else the change ends with the process. */
export interface KeptMap<Value> extends BoundedMap<Value> {
  /** Writes the record as it is now, where it stands. */
  keep(key: string): void;
}

/** Read from the shelf once, written there first. Without a shelf it is a bounded map and no more. */
export function createKeptMap<Value, Kept>(
  make: (forgotten: (key: string) => void) => BoundedMap<Value>,
  shelf: Shelf<Kept> | undefined,
  { keep, open }: Form<Value, Kept>,
): KeptMap<Value> {
  if (!shelf) return { ...make(() => {}), keep() {} };
  const map = make((key) => shelf.delete(key));
  for (const [key, kept] of shelf.entries()) map.set(key, open(kept));
  return {
    ...map,
    set(key, value) {
      shelf.set(key, keep(value));
      map.set(key, value);
    },
    keep(key) {
      const value = map.get(key);
      if (value !== undefined) shelf.set(key, keep(value));
    },
    delete(key) {
      shelf.delete(key);
      map.delete(key);
    },
    clear() {
      for (const [key] of shelf.entries()) shelf.delete(key);
      map.clear();
    },
  };
}

/** For records that are plain JSON. */
export const asIs = <Value>(): Form<Value, Value> => ({ keep: (value) => value, open: (kept) => kept });
