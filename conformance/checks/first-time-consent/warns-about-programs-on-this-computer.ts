import { expect } from '../../vocabulary/expect.ts';
import { answered, rewritePage } from '../../vocabulary/rewrite-page.ts';
import { check } from './area.ts';
import { lastPageOfAny } from './visits.ts';

export default check({
  id: 'first-time-consent/warns-about-programs-on-this-computer',
  title: 'The permission page of a client that waits on this computer carries a warning',
  clauses: ['mcp/authz/as-localhost-warning'],
  blame: 'authorization-server',
  applies: { needs: ['registration'] },
  async run(world) {
    const person = await world.person();
    const { page } = await lastPageOfAny(world, person, 'here');
    const warned = /(this|your) (own )?(computer|machine|device)|computer that you are using/i.test(page.text);
    expect.that(warned, { expected: 'a warning about programs on this computer', seen: page.text.slice(0, 500) });
  },
  remedy: 'Say that any program on this computer could pretend to be the client.',
  mutants: [
    {
      name: 'does-not-warn-about-loopback',
      rewrites: rewritePage(answered, (html) => html.replace(/<p class="warning".*?<\/p>/s, '')),
    },
  ],
});
