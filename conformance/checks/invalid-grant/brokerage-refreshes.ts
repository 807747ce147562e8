import { connectAtBrokerage, refreshAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-refreshes',
  title: 'A client that went to the brokerage directly refreshes there, and gets another refresh token',
  clauses: ['oauth21/refresh-rotation-public', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    const answer = await refreshAtBrokerage(world, connection);
    expect.status(answer, 200);
    const { refresh_token: next } = answer.json();
    const rotated = typeof next === 'string' && next !== connection.refreshToken;
    expect.that(rotated, { expected: 'a new refresh_token', seen: next ? 'the old one again' : 'none', at: answer });
  },
  remedy: 'Replace the refresh token of a public client whenever it is used.',
  mutants: [
    { name: 'brokerage-never-rotates-a-refresh-token', replaces: { brokerRefreshTokenIsReplaced: () => false } },
  ],
});
