import { Blocked, expect } from '../../vocabulary/expect.ts';
import { aiClientsPage, connectByName, revokeIn } from './ai-clients-page.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/a-forged-form-revokes-nothing',
  title: 'A form that did not come from the AI Clients page of this session revokes nothing',
  clauses: ['CT-8'],
  applies: { needs: ['registration', 'ai-clients-page'] },
  lane: 'exclusive',
  dependsOn: ['revocation/revoke-on-the-ai-clients-page-counts-at-once'],
  async run(world) {
    const connection = await connectByName(world);
    const { page, row } = await aiClientsPage(world, connection);
    if (!row) throw new Blocked('the AI Clients page does not list the client');
    const after = await connection.person.browser.submit(page, revokeIn(row), { csrf: 'forged' });
    expect.that(after.status >= 400, { expected: 'status 4xx', seen: `${after.status} ${after.title}` });
    expect.status(await world.mcp(connection).request('tools/list'), 200);
  },
  remedy: 'Put an unguessable value of the session into each form and compare it before doing anything.',
  mutants: [{ name: 'revokes-on-a-forged-form', replaces: { formTokenIsOurs: () => true } }],
});
