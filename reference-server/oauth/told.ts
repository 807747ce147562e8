import type { OAuthContext } from './oauth-context.ts';
import type { Client } from './records.ts';

/** RFC 7592 §3. The secret is not told again: nothing but its hash is kept. */
export function told({ origin }: Pick<OAuthContext, 'origin'>, client: Client, token: string): Record<string, unknown> {
  const { issuedAt, metadata } = client.registration!;
  return {
    client_id: client.clientId,
    client_id_issued_at: issuedAt,
    registration_client_uri: `${origin}/oauth/register/${client.clientId}`,
    registration_access_token: token,
    ...metadata,
  };
}
