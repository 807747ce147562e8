import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/shows-where-the-first-connection-goes',
  title: 'After the first sign-in with a key a page names where the connection goes, and waits',
  clauses: ['mcp/security/proxy-consent-shows-redirect', 'AR-5', 'mcp/authz/as-shows-redirect-host'],
  applies: { needs: ['client-ids', 'success-page'] },
  async run(world) {
    const { authorized, client } = await world.lookAtFirst({ newcomer: true });
    const page = authorized.landing.pages.find(({ kind }) => kind === 'success');
    expect.that(page, { expected: 'a page before the client is reached', seen: 'none' });
    const { hostname } = new URL(client.redirectUri);
    expect.that(page.text.includes(hostname), { expected: `${hostname} on the page`, seen: page.text.slice(0, 300) });
  },
  remedy: 'Stop once between the brokerage and the platform and say which platform it is.',
  mutants: [{ name: 'goes-on-without-saying-where', replaces: { firstConnectionIsConfirmed: () => false } }],
});
