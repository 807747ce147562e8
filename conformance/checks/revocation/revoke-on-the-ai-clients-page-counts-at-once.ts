import { rowOf } from '../../browsers/html.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/revoke-on-the-ai-clients-page-counts-at-once',
  title: 'Revoke on the AI Clients page ends the connection before the next request, and takes it off the page',
  clauses: ['CT-8', 'CT-11', 'CT-E6'],
  applies: { needs: ['registration'], profiles: ['dynamic-client'] },
  lane: 'exclusive',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const name = `openbell ${world.secret('client_name').slice(0, 6)}`;
    const connection = await world.connect({
      person: await world.person(),
      client: await world.client({ fresh: true, name }),
    });
    const { email, password, browser } = connection.person;
    const page = await browser.open(`${world.origin}/ai-clients`, { email, password });
    const row = rowOf(page.html, 'data-grant-id', connection.client.name);
    expect.that(row, {
      expected: `a row for ${connection.client.name} on the AI Clients page`,
      seen: page.text.slice(0, 200),
    });
    await browser.submit(page, { name: 'action', value: 'revoke', within: row });
    expect.bearerRefusal(await world.mcp(connection).request('tools/list'), 401);
    const after = await browser.open(`${world.origin}/ai-clients`, { email, password });
    expect.that(!after.html.includes(row), {
      expected: 'the client gone from the page',
      seen: after.text.slice(0, 200),
    });
  },
  remedy: 'End the grant in the step that answers the button, and check the grant at every request.',
  mutants: ['serves-tokens-of-ended-grants'],
});
