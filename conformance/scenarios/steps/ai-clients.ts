import { z } from 'zod';
import { rowOf, rowsOf } from '../../browsers/html.ts';
import { Violation } from '../../vocabulary/expect.ts';
import type { Stage } from '../stage.ts';
import { verb } from '../step.ts';

/** Rows of clients that this journey connected: somebody real has others besides. */
const ownRows = ({ clientNames }: Stage, html: string): number =>
  new Set(clientNames().flatMap((name) => rowsOf(html, 'data-grant-id', name))).size;

export const aiClients = verb({
  name: 'ai_clients',
  describe: 'A person opens the AI Clients page, and revokes a client there if asked to.',
  args: z.strictObject({
    as: z.string().default('trader'),
    revoke: z.string().optional().describe('The client to revoke.'),
  }),
  expect: z.strictObject({
    status: z.number().optional(),
    page_says: z.union([z.string(), z.array(z.string())]).optional(),
    rows: z.number().optional().describe('How many rows of clients of this journey the page has in the end.'),
    page_lacks: z.string().optional(),
  }),
  usually: { status: 200 },
  says: ({ as, revoke }) => `${as} opens the AI Clients page${revoke ? ` and revokes ${revoke}` : ''}`,
  async run(stage, args) {
    const person = await stage.person(args.as);
    const human = { email: person.email, password: person.password };
    let page = await person.browser.open(`${stage.world.origin}/ai-clients`, human);
    if (args.revoke) {
      const name = stage.actor(args.revoke).client?.name ?? args.revoke;
      const row = rowOf(page.html, 'data-grant-id', name);
      if (!row) throw new Violation(`a row for ${name} on the AI Clients page`, page.text.slice(0, 300));
      stage.world.tell('human', `presses Revoke beside ${name}`);
      page = await person.browser.submit(page, { name: 'action', value: 'revoke', within: row });
      if (page.text && /confirm|sure/i.test(page.text) && rowOf(page.html, 'data-confirm', '')) {
        page = await person.browser.submit(page, { name: 'action', value: 'confirm' });
      }
      page = await person.browser.open(`${stage.world.origin}/ai-clients`, human);
    }
    return { status: page.status, page_says: page.text, rows: ownRows(stage, page.html) };
  },
});
