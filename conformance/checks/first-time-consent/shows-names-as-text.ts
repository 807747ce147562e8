import { expect } from '../../vocabulary/expect.ts';
import { answered, rewritePage } from '../../vocabulary/rewrite-page.ts';
import { check } from './area.ts';
import { lastPage } from './visits.ts';

const name = '<b>Trusted</b> & Co';

export default check({
  id: 'first-time-consent/shows-names-as-text',
  title: 'The name of a client is shown as it was sent, as text and not as HTML',
  clauses: ['rfc7591/dcr-human-text-as-is', 'oauth21/input-sanitized'],
  blame: 'authorization-server',
  applies: { needs: ['registration'] },
  lane: 'exclusive',
  async run(world) {
    const person = await world.person();
    const page = await lastPage(world, person, await world.client({ person, name, fresh: true }));
    expect.that(page.text.includes(name), {
      expected: `“${name}” to be read on the page`,
      seen: page.text.slice(0, 300),
    });
    expect.that(!page.html.includes('<b>Trusted'), {
      expected: 'no markup of the client’s',
      seen: 'markup of the client’s in the page',
    });
  },
  remedy: 'Escape whatever a client has registered when you show it.',
  mutants: [
    {
      name: 'shows-names-as-html',
      rewrites: rewritePage(answered, (html) => html.replaceAll('&lt;', '<').replaceAll('&gt;', '>')),
    },
  ],
});
