/** The body as JSON, or undefined where it is none or does not say that it is. */
export function jsonOf(saysJson: boolean, body: unknown): unknown {
  if (!saysJson || typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
