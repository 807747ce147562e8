/** A token answer whose access token has these claims put over its own; the signature is then wrong. For mutants. */
export function withClaims(body: unknown, changes: Record<string, unknown>): object {
  const answer = body as { access_token: string };
  const [header, claims = '', signature] = answer.access_token.split('.');
  const altered = { ...JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')), ...changes };
  return {
    ...answer,
    access_token: [header, Buffer.from(JSON.stringify(altered)).toString('base64url'), signature].join('.'),
  };
}
