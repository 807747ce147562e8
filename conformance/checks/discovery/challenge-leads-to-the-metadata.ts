import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';
import { isSafe, ofResource } from './metadata.ts';

export default check({
  id: 'discovery/challenge-leads-to-the-metadata',
  title:
    'The challenge leads to the resource metadata by a URL that is absolute, safe, and can be fetched without a token',
  clauses: [
    'mcp/authz/prm-discoverable',
    'rfc9728/www-authenticate-resource-metadata',
    'rfc9728/challenge-url-https',
    'rfc9728/metadata-no-auth',
    'CT-3',
  ],
  async run(world) {
    const { challenge, unauthenticated, resourceMetadata } = await world.discovery();
    const url = challenge?.params.resource_metadata ?? '';
    // Since 2025-11-25 the well-known place is enough; the profiles ask for the challenge (CT-3).
    if (!url && !world.profile && world.era >= '2025-11-25' && resourceMetadata) return;
    const seen = unauthenticated.headers['www-authenticate'] ?? 'no challenge';
    expect.that(isSafe(url), { expected: 'resource_metadata with an https URL', seen, at: unauthenticated });
    expect.status(await world.http.get(url), 200);
  },
  remedy: 'Put resource_metadata="https://…/.well-known/oauth-protected-resource/…" into every challenge.',
  variations: [
    'more-in-the-metadata',
    'more-in-the-resource-metadata',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'connections-are-closed',
  ],
  mutants: [
    'sends-clients-off-without-a-map',
    {
      name: 'leads-to-its-metadata-by-half-a-url',
      rewrites: rewriteAnswer({ path: '/mcp', status: 401 }, ({ headers }) => ({
        headers: {
          'www-authenticate': headers['www-authenticate']?.replace(
            /resource_metadata="[^"]*"/,
            `resource_metadata="${ofResource}"`,
          ),
        },
      })),
    },
    {
      name: 'shows-its-metadata-for-a-token-alone',
      rewrites: rewriteAnswer({ path: ofResource }, { status: 401, body: { error: 'invalid_token' } }),
    },
  ],
});
