import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/ignores-an-unknown-parameter',
  title: 'A parameter that nobody has defined does no harm',
  clauses: ['oauth21/token-unknown-params-ignored'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    expect.status(await redeem(world, client, authorized, { openbell: 'unknown' }), 200);
  },
  remedy: 'Pass over parameters that you do not know.',
  mutants: ['finds-no-verifier-right'],
});
