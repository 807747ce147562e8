/** Request parameters as OAuth reads them: empty means left out, once each, `resource` excepted (RFC 8707). */
export interface Parameters {
  get(name: string): string | undefined;
  resources: readonly string[];
  repeated: readonly string[];
}

/** Reads a query string or a form body. Of a repeated parameter the first value is kept. */
export function readParameters(text: string): Parameters {
  const all = [...new URLSearchParams(text)].filter(([, value]) => value !== '');
  const seen = new Map<string, string>();
  const repeated = new Set<string>();
  for (const [name, value] of all) {
    if (!seen.has(name)) seen.set(name, value);
    else if (name !== 'resource') repeated.add(name);
  }
  return {
    get: (name) => seen.get(name),
    resources: all.filter(([name]) => name === 'resource').map(([, value]) => value),
    repeated: [...repeated],
  };
}

/** A space-separated scope value as a list without repetitions. */
export const scopeList = (scope: string): string[] => [...new Set(scope.split(' ').filter(Boolean))];
