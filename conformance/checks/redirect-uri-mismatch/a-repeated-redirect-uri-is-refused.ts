import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { endpoint } from '../../verbs/discover.ts';
import { s256 } from '../../verbs/oauth.ts';

export default check({
  id: 'redirect-uri-mismatch/a-repeated-redirect-uri-is-refused',
  title: 'A request with two redirect URIs is refused on a page',
  clauses: ['oauth21/duplicate-params-rejected', 'oauth21/no-redirect-on-bad-redirect-uri'],
  level: 'MUST',
  blame: 'authorization-server',
  applies: { needs: ['oauth'] },
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: client.redirectUri,
      scope: world.scopes.read ?? '',
      state: world.secret('state'),
      code_challenge: s256(world.secret('code_verifier')),
      code_challenge_method: 'S256',
      resource: world.mcpUrl,
    });
    query.append('redirect_uri', 'https://attacker.example/callback');
    const url = `${endpoint(await world.discovery(), 'authorization_endpoint')}?${query}`;
    const landing = await person.browser.visit(url, client.redirectUri, person);
    expect.that(!landing.redirect, { expected: 'an error page', seen: `a redirect to ${landing.redirect?.url.href}` });
    expect.that((landing.stoppedAt?.status ?? 0) >= 400, {
      expected: 'an error page',
      seen: `${landing.stoppedAt?.status} ${landing.stoppedAt?.title}`,
    });
  },
  remedy: 'Refuse a request in which a parameter occurs twice: two readers would read two different ones.',
  mutants: [{ name: 'takes-the-first-of-two', replaces: { parametersAreNotRepeated: () => true } }],
});
