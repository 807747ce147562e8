import { Blocked, expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { aiClientsPage, connectByName, revokeIn } from './ai-clients-page.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/revoke-on-the-ai-clients-page-ends-all-of-the-client',
  title: 'Revoke on the AI Clients page ends every connection of the client, and not the newest alone',
  clauses: ['CT-9'],
  applies: { needs: ['registration', 'ai-clients-page'] },
  lane: 'exclusive',
  dependsOn: ['revocation/revoke-on-the-ai-clients-page-counts-at-once'],
  async run(world) {
    const first = await connectByName(world);
    const second = await world.connect({ person: first.person, client: first.client, scope: 'trade' });
    const { page, row } = await aiClientsPage(world, second);
    if (!row) throw new Blocked('the AI Clients page does not list the client');
    await second.person.browser.submit(page, revokeIn(row));
    for (const connection of [second, first]) {
      expect.bearerRefusal(await world.mcp(connection).request('tools/list'), 401);
      if (connection.refreshToken) expect.oauthError(await refresh(world, connection), 400, 'invalid_grant');
    }
  },
  remedy: 'End all grants that the user gave this client, with their tokens, in the step that answers the button.',
  variations: [
    'consent-is-remembered',
    'one-grant-a-client',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'media-types-in-another-case',
  ],
  mutants: [
    { name: 'revokes-one-connection-of-a-client', replaces: { revokingEndsAllOfTheClient: (chosen) => [chosen] } },
  ],
});
