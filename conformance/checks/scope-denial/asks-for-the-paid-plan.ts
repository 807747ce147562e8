import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/asks-for-the-paid-plan',
  title: 'Without the paid plan a user connects and sees tools, and each call is 403 subscription_required',
  clauses: ['mcp/tools/server-access-control', 'CT-E2', 'CT-2'],
  applies: { profiles: ['dynamic-client'] },
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    const person = await world.person({ plan: 'free' });
    const mcp = world.mcp(await world.connect({ person }));
    expect.that((await mcp.listTools()).length > 0, { expected: 'a list of tools', seen: 'none' });
    const { name, args } = world.tool('accounts');
    expect.oauthError(await mcp.call(name, args('')), 403, 'subscription_required');
  },
  remedy:
    'Answer calls of users below the paid plan with 403 and error subscription_required; leave sign-in and tools/list open.',
  mutants: [{ name: 'serves-everybody-whatever-they-pay', replaces: { planAllowsCalls: () => true } }],
});
