import { createHmac, sign } from 'node:crypto';
import { z } from 'zod';
import { accessTokenClaims, accessTokenHeader } from './access-token.ts';
import type { OAuthContext } from './oauth-context.ts';
import { scopeList } from './parameters.ts';

const wish = z.object({
  user: z.string(),
  client_id: z.string().optional(),
  scope: z.string().optional(),
  claims: z.record(z.string(), z.unknown()).optional(),
});

/**
 * The `tokens` hook: an access token for a connection that exists, with claims put over the right ones, or over the
 * header by `claims.header`; null leaves a claim out. `alg` may be `none`, or `HS256` with the public key as secret.
 */
export async function mintToken(
  context: OAuthContext,
  body: unknown,
): Promise<{ access_token: string } | { error: string }> {
  const { data } = wish.safeParse(body);
  if (!data) return { error: 'Send {user, client_id?, scope?, claims?}; user is an id or an email address.' };
  const record = [...context.store.grants.values()]
    .filter(({ alive, grant }) => alive && [grant.user.id, grant.user.email].includes(data.user))
    .filter(({ grant }) => data.client_id === undefined || grant.clientId === data.client_id)
    .at(-1);
  if (!record) return { error: 'This user has no such connection. Connect a client first.' };
  const { header = {}, ...claims } = data.claims ?? {};
  const scopes = data.scope === undefined ? record.grant.scopes : scopeList(data.scope);
  return {
    access_token: signJws(
      context,
      present({ ...accessTokenHeader(context), ...(header as object) }),
      present({ ...accessTokenClaims(context, record, scopes), ...claims }),
    ),
  };
}

const present = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signJws({ signingKey }: OAuthContext, header: Record<string, unknown>, claims: object): string {
  const input = `${encode(header)}.${encode(claims)}`;
  if (header.alg === 'none') return `${input}.`;
  if (header.alg !== 'HS256')
    return `${input}.${sign(null, Buffer.from(input), signingKey.privateKey).toString('base64url')}`;
  const secret = signingKey.publicKey.export({ format: 'pem', type: 'spki' });
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}
