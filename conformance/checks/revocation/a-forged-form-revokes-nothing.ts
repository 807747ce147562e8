import { rowOf } from '../../browsers/html.ts';
import { Blocked, expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/a-forged-form-revokes-nothing',
  title: 'A form that did not come from the AI Clients page of this session revokes nothing',
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
    const { email, password, browser } = connection.person;
    const page = await browser.open(`${world.origin}/ai-clients`, { email, password });
    const row = rowOf(page.html, 'data-grant-id', connection.client.name);
    if (!row) throw new Blocked('the AI Clients page does not list the client');
    const forged = { csrf: 'forged' };
    const after = await browser.submit(page, { name: 'action', value: 'revoke', within: row }, forged);
    expect.that(after.status >= 400, { expected: 'status 4xx', seen: `${after.status} ${after.title}` });
    expect.status(await world.mcp(connection).request('tools/list'), 200);
  },
  remedy: 'Put an unguessable value of the session into each form and compare it before doing anything.',
  mutants: [{ name: 'revokes-on-a-forged-form', replaces: { formTokenIsOurs: () => true } }],
});
