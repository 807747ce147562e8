import { Blocked, expect, Untestable } from '../../vocabulary/expect.ts';
import { aiClientsPage, connectByName, revokeIn } from './ai-clients-page.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/nobody-revokes-on-the-page-of-another',
  title: 'The AI Clients page of one person cannot end the connection of another',
  clauses: ['CT-8'],
  applies: { needs: ['registration', 'ai-clients-page'] },
  lane: 'exclusive',
  dependsOn: ['revocation/revoke-on-the-ai-clients-page-counts-at-once'],
  async run(world) {
    const connection = await connectByName(world);
    const other = await world.connect({ person: await world.person() });
    if (other.person.email === connection.person.email) throw new Untestable('needs two people', 'second user');
    const { row: mine } = await aiClientsPage(world, connection);
    const { page, row: theirs } = await aiClientsPage(world, other);
    if (!mine || !theirs) throw new Blocked('the AI Clients page does not list the clients');
    await other.person.browser.submit(page, revokeIn(theirs), { grant: mine });
    expect.status(await world.mcp(connection).request('tools/list'), 200);
  },
  remedy: 'Compare the user of the grant with the user of the session.',
  mutants: [{ name: 'lets-anybody-revoke-anybodys-clients', replaces: { grantIsTheUsersOwn: () => true } }],
});
