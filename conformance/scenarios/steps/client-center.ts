import { z } from 'zod';
import { rowOf } from '../../browsers/html.ts';
import { Untestable, Violation } from '../../vocabulary/expect.ts';
import type { Page } from '../../vocabulary/user-agent.ts';
import { fillPlaces, textWithPlaces } from '../places.ts';
import { verb } from '../step.ts';

const READ = [
  'user:information',
  'account:information',
  'order:information',
  'position:information',
  'market:information',
];

export const clientCenter = verb({
  name: 'client_center',
  describe: 'A person generates, mends, deactivates, activates or deletes a key in Client Center.',
  args: z.strictObject({
    as: z.string().default('trader'),
    key: z.string().optional().describe('The key, by its name; the newest unless told.'),
    generate: z
      .strictObject({
        name: z.string(),
        redirect_uri: textWithPlaces.default('{callback}'),
        scopes: z.array(z.string()).optional(),
        use: z.enum(['gateway', 'direct']).default('gateway'),
      })
      .optional(),
    mend: z.strictObject({ redirect_uri: textWithPlaces }).optional(),
    deactivate: z.literal(true).optional(),
    activate: z.literal(true).optional(),
    delete: z.literal(true).optional(),
  }),
  expect: z.strictObject({
    status: z.number().optional(),
    saved: z.boolean().optional(),
    page_says: z.union([z.string(), z.array(z.string())]).optional(),
    shows_client_id: z.boolean().optional(),
    shows_secret: z.boolean().optional(),
  }),
  usually: { saved: true },
  says(args) {
    const key = args.key ? `the key “${args.key}”` : 'the key';
    if (args.generate)
      return `${args.as} generates the key “${args.generate.name}” in Client Center with redirect URI ${args.generate.redirect_uri}`;
    if (args.mend) return `${args.as} sets the redirect URI of ${key} to ${args.mend.redirect_uri}`;
    return `${args.as} ${args.deactivate ? 'deactivates' : args.activate ? 'activates' : 'deletes'} ${key} in Client Center`;
  },
  async run(stage, args) {
    const { world } = stage;
    const center = world.brokerage().clientCenter;
    if (!center) {
      const where = '“client_center” in the configuration or test hooks tell it';
      throw new Untestable(`needs to know where Client Center is: ${where}`, 'client center');
    }
    const person = await stage.person(args.as);
    const page = await person.browser.open(center, {
      email: person.email,
      password: person.password,
    });
    const facts = (after: Page, saved: boolean) => ({ status: after.status, saved, page_says: after.text });
    if (args.generate) {
      const { name, redirect_uri, scopes, use } = args.generate;
      const fields = {
        name,
        redirect_uri: fillPlaces(redirect_uri, stage.world),
        scopes: scopes ?? [...READ, 'order:execution'],
        use,
      };
      const after = await person.browser.submit(page, { name: 'action', value: 'generate' }, fields);
      const clientId = rowOf(after.html, 'data-client-id', name);
      if (clientId) {
        stage.keys.push({ name, clientId, owner: args.as });
        world.keys.wasMade(clientId, person.email);
      }
      const shown = clientId !== undefined && after.text.includes(clientId);
      return {
        ...facts(after, clientId !== undefined),
        shows_client_id: shown,
        shows_secret: /client secret:?\s*\S{16,}/i.test(after.text),
      };
    }
    const key = stage.keys.filter((one) => one.owner === args.as && (!args.key || one.name === args.key)).at(-1);
    if (!key) throw new Untestable('no key was generated earlier in this journey');
    const action = args.mend
      ? 'mend'
      : args.deactivate
        ? 'deactivate'
        : args.activate
          ? 'activate'
          : args.delete
            ? 'delete'
            : undefined;
    if (!action) throw new Violation('generate, mend, deactivate, activate or delete', 'none of them in the step');
    const fields: Record<string, string> = args.mend
      ? { redirect_uri: fillPlaces(args.mend.redirect_uri, stage.world) }
      : {};
    const after = await person.browser.submit(page, { name: 'action', value: action, within: key.clientId }, fields);
    const there = after.html.includes(`data-client-id="${key.clientId}"`);
    if (action === 'delete' && !there) world.keys.wasDeleted(key.clientId);
    return facts(after, after.status < 400 && (action === 'delete' ? !there : there));
  },
});
