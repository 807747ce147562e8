import { check } from '../../check.ts';
import { expect } from '../../expect.ts';

export default check({
  id: 'tokens/the-granted-scope-is-told',
  title: 'The token answer says which scope was granted, no more than was asked for',
  clauses: ['oauth21/token-scope-when-different', 'rfc6749/scope-widening-refused'],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  async run(world) {
    const { tokenAnswer: answer } = await world.connect({ scope: 'read' });
    const asked = (world.scopes.read ?? '').split(' ');
    const granted = String(answer.json().scope ?? world.scopes.read).split(' ');
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
