import { rowOf } from '../../browsers/html.ts';
import { Blocked, expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/nobody-revokes-on-the-page-of-another',
  title: 'The AI Clients page of one person cannot end the connection of another',
  clauses: ['CT-8'],
  applies: { needs: ['registration'], profiles: ['dynamic-client'] },
  lane: 'exclusive',
  dependsOn: ['revocation/revoke-on-the-ai-clients-page-counts-at-once'],
  async run(world) {
    const name = `openbell ${world.secret('client_name').slice(0, 6)}`;
    const connection = await world.connect({
      person: await world.person(),
      client: await world.client({ fresh: true, name }),
    });
    const other = await world.connect({ person: await world.person() });
    if (other.person.email === connection.person.email) throw new Untestable('needs two people');
    const pageOf = ({ person: { browser, email, password } }: typeof other) =>
      browser.open(`${world.origin}/ai-clients`, { email, password });
    const mine = rowOf((await pageOf(connection)).html, 'data-grant-id', connection.client.name);
    const page = await pageOf(other);
    const theirs = rowOf(page.html, 'data-grant-id', other.client.name);
    if (!mine || !theirs) throw new Blocked('the AI Clients page does not list the clients');
    await other.person.browser.submit(page, { name: 'action', value: 'revoke', within: theirs }, { grant: mine });
    expect.status(await world.mcp(connection).request('tools/list'), 200);
  },
  remedy: 'Compare the user of the grant with the user of the session.',
  mutants: [{ name: 'lets-anybody-revoke-anybodys-clients', replaces: { grantIsTheUsersOwn: () => true } }],
});
