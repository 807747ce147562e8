import { expect } from '../../vocabulary/expect.ts';
import { aiClientsPage, connectByName, revokeIn } from './ai-clients-page.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/revoke-on-the-ai-clients-page-counts-at-once',
  title: 'Revoke on the AI Clients page ends the connection before the next request, and takes it off the page',
  clauses: ['CT-8', 'CT-11', 'CT-E6'],
  applies: { needs: ['registration', 'ai-clients-page'] },
  lane: 'exclusive',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await connectByName(world);
    const { page, row } = await aiClientsPage(world, connection);
    expect.that(row, {
      expected: `a row for ${connection.client.name} on the AI Clients page`,
      seen: page.text.slice(0, 200),
    });
    await connection.person.browser.submit(page, revokeIn(row));
    expect.bearerRefusal(await world.mcp(connection).request('tools/list'), 401);
    const { page: after } = await aiClientsPage(world, connection);
    expect.that(!after.html.includes(row), {
      expected: 'the client gone from the page',
      seen: after.text.slice(0, 200),
    });
  },
  remedy: 'End the grant in the step that answers the button, and check the grant at every request.',
  variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'bodies-in-gzip'],
  mutants: ['serves-tokens-of-ended-grants'],
});
