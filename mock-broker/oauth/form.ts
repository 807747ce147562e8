import type { Request } from 'express';

/** Parameters of a request, each once; names that came more than once are listed (RFC 6749 §3.1 forbids that). */
export interface Parameters {
  values: Readonly<Record<string, string>>;
  repeated: readonly string[];
}

/** Reads parsed query or body values. An empty one counts as left out (RFC 6749 §3.1), and only text counts. */
export function readParameters(given: unknown): Parameters {
  const values: Record<string, string> = Object.create(null);
  const repeated: string[] = [];
  for (const [name, value] of Object.entries(given ?? {})) {
    if (typeof value === 'string' && value !== '') values[name] = value;
    else if (Array.isArray(value)) repeated.push(name);
  }
  return { values, repeated };
}

/** The query exactly as it came, with its question mark. */
export function rawQuery(req: Request): string {
  const at = req.originalUrl.indexOf('?');
  return at < 0 ? '' : req.originalUrl.slice(at);
}
