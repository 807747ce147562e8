import { expect } from '../../vocabulary/expect.ts';
import type { Purpose } from '../../vocabulary/profile.ts';
import { rewriteTools } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

const reads: readonly Purpose[] = ['accounts', 'summary', 'positions', 'orders', 'quote'];
const writes: readonly Purpose[] = ['place', 'cancel-all'];

export default check({
  id: 'wire/annotates-tools-truthfully',
  title: 'Tools that say they only read cause no write at the broker, and tools that trade do not say so',
  clauses: ['CT-7', 'AR-9'],
  applies: { needs: ['annotated-tools', 'trading'] },
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  spends: 'tokens',
  async run(world) {
    const connection = await world.connect({ person: await world.person(), scope: 'trade' });
    const mcp = world.mcp(connection);
    const tools = await mcp.listTools();
    const readOnly = (purpose: Purpose) =>
      tools.find(({ name }) => name === world.tool(purpose).name)?.annotations?.readOnlyHint;
    for (const purpose of writes) {
      const expected = `${world.tool(purpose).name} not to say it only reads`;
      expect.that(readOnly(purpose) !== true, { expected, seen: 'readOnlyHint: true' });
    }
    const account = await world.accountOf(connection);
    for (const purpose of reads) {
      const { name, args } = world.tool(purpose);
      expect.equal(readOnly(purpose), true, `readOnlyHint of ${name}`);
      await mcp.call(name, args(account));
    }
    const seen = await world.hooks.journal(connection.person.id!);
    const written = seen.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
    expect.equal(written, [], 'the list of writes that the broker received');
  },
  remedy: 'Set readOnlyHint on exactly the tools that change nothing: clients call those without asking the user.',
  variations: [
    'small-pages',
    'tools-in-another-order',
    'more-in-schemas',
    'answers-in-an-event-stream',
    'more-in-results',
    'header-names-in-capitals',
  ],
  mutants: [
    {
      name: 'says-that-every-tool-only-reads',
      rewrites: rewriteTools((tool) => ({ ...tool, annotations: { ...tool.annotations, readOnlyHint: true } })),
    },
  ],
});
