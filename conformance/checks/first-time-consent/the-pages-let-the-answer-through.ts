import { formAction } from '../../observers/redirects.ts';
import { Blocked, expect, Violation } from '../../vocabulary/expect.ts';
import type { Authorized } from '../../vocabulary/oauth.ts';
import { rewritePageHeaders } from '../../vocabulary/rewrite-page.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

/** A real browser stops at the policy, and says so in its console. */
function unlessThePolicyStoppedIt(error: unknown): never {
  if (error instanceof Violation && !/Content Security Policy/i.test(error.seen))
    throw new Blocked(`the sign-in came to no end: expected ${error.expected}, seen ${error.seen}`);
  throw error;
}

export default check({
  id: 'first-time-consent/the-pages-let-the-answer-through',
  title: 'The pages on the way in let the browser go on to the client when their forms are sent',
  clauses: ['oauth21/code-in-query'],
  blame: 'authorization-server',
  observes: formAction,
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const unknown = { ...person, browser: person.browser.another() };
    const went = authorize(world, { client, person: unknown });
    const { landing }: Authorized = await went.catch(unlessThePolicyStoppedIt);
    const refused = landing.remarks?.find(({ about }) => about === 'form-action');
    expect.that(!refused, { expected: 'a policy under which browsers reach the client', seen: refused?.says ?? '' });
    if (!landing.redirect) throw new Blocked(`nobody came to the client: stopped at ${landing.why}`);
  },
  remedy:
    'Browsers apply form-action to the redirects behind a form (CSP3 §6.4.2): leave it out on pages whose form ends at the client, or name the client’s origin in it.',
  variations: ['pages-in-capitals', 'forms-with-more-fields', 'media-types-in-another-case'],
  mutants: [
    {
      name: 'keeps-its-forms-to-itself',
      rewrites: rewritePageHeaders({ 'content-security-policy': "default-src 'none'; form-action 'self'" }),
    },
  ],
});
