import { expect } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/keeps-sign-in-from-scripts-of-other-sites',
  title: 'Scripts of other sites can never read the authorization endpoint',
  clauses: ['oauth21/no-cors-at-authorize', 'rfc9700/no-cors-authorize'],
  blame: 'authorization-server',
  async run(world) {
    const url = new URL(endpoint(await world.discovery(), 'authorization_endpoint'));
    url.searchParams.set('response_type', 'code');
    url.searchParams.set('client_id', 'unknown');
    const origin = 'https://another-site.example';
    const asked = await world.http.get(url.href, { origin });
    const preflight = await world.http.send({
      method: 'OPTIONS',
      url: url.href,
      headers: { origin, 'access-control-request-method': 'GET' },
    });
    for (const answer of [asked, preflight]) {
      expect.equal(answer.headers['access-control-allow-origin'], undefined, 'Access-Control-Allow-Origin', answer);
    }
  },
  remedy: 'Send no Access-Control headers at the authorization endpoint: browsers go there, scripts do not.',
  mutants: [
    { name: 'lets-scripts-read-the-authorization-endpoint', replaces: { endpointIsOpenToOtherOrigins: () => true } },
  ],
});
