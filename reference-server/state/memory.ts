import type { Shelf, State } from './state.ts';

/** A state that ends with its process: for seeded runs, and where nothing has to outlive the server. */
export function createMemoryState(): State {
  const shelves = new Map<string, Map<string, string>>();

  function atomically<T>(run: () => T): T {
    const before = [...shelves].map(([name, values]) => [name, new Map(values)] as const);
    try {
      return run();
    } catch (error) {
      for (const values of shelves.values()) values.clear();
      for (const [name, values] of before) for (const [key, text] of values) shelves.get(name)!.set(key, text);
      throw error;
    }
  }

  return {
    shelf<Value>(name: string): Shelf<Value> {
      const values = shelves.get(name) ?? new Map<string, string>();
      shelves.set(name, values);
      const read = (text: string | undefined) => (text === undefined ? undefined : (JSON.parse(text) as Value));
      return {
        get: (key) => read(values.get(key)),
        set: (key, value) => void values.set(key, JSON.stringify(value)),
        replace(key, expected, next) {
          const text = values.get(key);
          if (text === undefined || text !== JSON.stringify(expected)) return false;
          values.set(key, JSON.stringify(next));
          return true;
        },
        delete: (key) => void values.delete(key),
        entries: () => [...values].map(([key, text]) => [key, read(text)!]),
      };
    },
    atomically,
    clear(except = []) {
      for (const [name, values] of shelves) if (!except.includes(name)) values.clear();
    },
    close() {},
  };
}
