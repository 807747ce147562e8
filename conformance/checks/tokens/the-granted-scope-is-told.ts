import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/the-granted-scope-is-told',
  title: 'The token answer tells of no more scope than was asked for',
  clauses: ['rfc6749/scope-widening-refused'],
  blame: 'authorization-server',
  async run(world) {
    const { read } = world.scopes;
    if (!read) throw new Untestable('needs to know a scope to ask for: the configuration or a profile tells it');
    const { tokenAnswer: answer } = await world.connect({ scope: 'read' });
    const asked = read.split(' ');
    const granted = String(answer.json().scope ?? read).split(' ');
    const beyond = granted.filter((scope) => !asked.includes(scope));
    expect.equal(beyond, [], 'the scope beyond what was asked for', answer);
  },
  remedy: 'Grant what was asked for and consented to, and name it in scope.',
  mutants: [
    {
      name: 'says-more-scope-than-was-asked-for',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status === 200
            ? { ...r, body: { ...(r.body as object), scope: 'mcp:read mcp:trade order:execution' } }
            : r,
      },
    },
  ],
});
