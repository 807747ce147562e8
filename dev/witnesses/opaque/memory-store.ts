interface Entry {
  value: string;
  metadata?: unknown;
  /** Seconds since 1970. */
  expiresAt?: number;
}
interface PutOptions {
  expirationTtl?: number;
  expiration?: number;
  metadata?: unknown;
}

/** The key-value store of the platform, in memory: what the package reads and writes, and nothing more. */
export function memoryStore() {
  const entries = new Map<string, Entry>();
  const now = (): number => Date.now() / 1000;
  const living = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    if (entry?.expiresAt === undefined || entry.expiresAt > now()) return entry;
    entries.delete(key);
    return undefined;
  };
  return {
    async get(key: string, options?: { type?: 'json' | 'text' }): Promise<unknown> {
      const entry = living(key);
      if (!entry) return null;
      return options?.type === 'json' ? JSON.parse(entry.value) : entry.value;
    },
    async put(key: string, value: string, { expirationTtl, expiration, metadata }: PutOptions = {}): Promise<void> {
      const expiresAt = expirationTtl === undefined ? expiration : now() + expirationTtl;
      entries.set(key, { value, metadata, ...(expiresAt === undefined ? {} : { expiresAt }) });
    },
    async delete(key: string): Promise<void> {
      entries.delete(key);
    },
    async list({ prefix = '' }: { prefix?: string } = {}) {
      const names = [...entries.keys()].filter((name) => name.startsWith(prefix) && living(name));
      return {
        keys: names.sort().map((name) => ({ name, metadata: entries.get(name)?.metadata })),
        list_complete: true as const,
      };
    },
  };
}
