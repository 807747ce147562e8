import { expect, test } from 'vitest';
import { checks } from '../checks/index.ts';
import { startStack } from '../stack/start-stack.ts';
import { run } from './run.ts';

test('a partner key in the address stands in no report, whether it comes back or not', async () => {
  const mutant = checks
    .flatMap(({ mutants }) => mutants)
    .find((one) => typeof one !== 'string' && one.name === 'links-to-itself-with-the-key');
  const stack = await startStack({
    profile: 'partner-key',
    hooks: true,
    seed: 'keys',
    mutants: [mutant as Exclude<typeof mutant, string | undefined>],
  });
  try {
    const graded = await run({
      checks,
      scenarios: [],
      version: 'test',
      targets: [{ url: stack.mcpUrl, profile: 'partner-key', era: '2026-07-28', hooks: stack.hooks }],
      only: ['partners/the-key-comes-back-nowhere'],
      seed: 'keys',
      startedAt: '2026-11-17T15:00:00.000Z',
    });
    const told = JSON.stringify(graded);
    expect(graded.checks.map(({ verdict }) => verdict)).toContain('warn');
    expect(told).toContain('api_key=');
    expect(told).not.toMatch(/pk_[\w-]{20}/);
  } finally {
    await stack.close();
  }
});
