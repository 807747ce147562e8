/**
 * Where a server keeps what must outlive it: shelves of JSON values by key. Every call has done its work, on the disk
 * where there is one, when it returns: whoever answered after a write has not promised too much.
 */
export interface State {
  /** The shelf of this name; the same each time. */
  shelf<Value>(name: string): Shelf<Value>;
  /** Writes all that `run` writes or, where it throws, nothing. */
  atomically<T>(run: () => T): T;
  /** Empties every shelf but those that are kept. */
  clear(except?: readonly string[]): void;
  close(): void;
}

/** One kind of record. Values go in and come out as copies: changing one changes nothing that is kept. */
export interface Shelf<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  /** Puts `next` in place of `expected`, or does nothing where another value or none is there: true for one of many. */
  replace(key: string, expected: Value, next: Value): boolean;
  delete(key: string): void;
  /** In the order in which the keys were first put there. */
  entries(): [string, Value][];
}

/** Why a state cannot be opened, in a sentence for whoever started the server. */
export class StateTrouble extends Error {
  override name = 'StateTrouble';
}
