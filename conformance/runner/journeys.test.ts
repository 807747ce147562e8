import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deskGateway, type Oddities } from '../../dev/testing/desk-gateway.ts';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import type { Run } from '../run/model.ts';

/** Acts these steps out at a gateway of somebody else, without test hooks. */
async function play(steps: string, odd: Oddities = {}) {
  const { mcpUrl, asked, close } = await deskGateway(odd);
  onTestFinished(() => close());
  const folder = temporaryFolder();
  const file = join(folder, 'journey.yaml');
  writeFileSync(file, `title: A journey of somebody\nkind: succeeds\nsteps:\n${steps}`);
  const spoken = ['scenario', file, '--url', mcpUrl, '--era', '2026-07-28', '--out', join(folder, 'out'), '--json'];
  const run = JSON.parse((await type(spoken)).out) as Run;
  return { journey: run.scenarios[0]!, asked };
}

const connect = '  - connect: { client: claude-code }\n';

test('a journey runs without hooks, and says which witness was not there', async () => {
  const { journey } = await play(
    `${connect}  - call: { client: claude-code, tool: accounts }\n  - journal: {}\n    expect: { writes: 0 }\n`,
  );
  expect(journey.verdict).toBe('pass');
  expect(journey.reason).toContain('not looked at: The broker’s journal');
  expect(journey.steps.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'untestable']);
});

test('a journey of which nothing else was judged is untestable', async () => {
  const { journey } = await play('  - journal: {}\n    expect: { writes: 0 }\n');
  expect(journey).toMatchObject({ verdict: 'untestable', missing: 'test hooks' });
});

test('what cannot be played to its end is found out before anybody registers', async () => {
  const { journey, asked } = await play(`  - register: { client: claude-code }\n${connect}  - advance: 61 minutes\n`);
  expect(journey).toMatchObject({ verdict: 'untestable', missing: 'patience' });
  expect(journey.steps.map(({ verdict }) => verdict)).toEqual(['not-run', 'not-run', 'not-run']);
  expect(asked.filter(({ body }) => body.includes('Claude Code'))).toEqual([]);
});

test('each client that users know comes with its own callback, and is shared by what it does twice', async () => {
  const { journey, asked } = await play('  - connect: { client: perplexity }\n  - connect: { client: perplexity }\n');
  expect(journey.verdict).toBe('pass');
  const registered = asked.filter(({ path, body }) => path === '/register' && body.includes('Perplexity'));
  expect(registered.map(({ body }) => (JSON.parse(body) as { redirect_uris: string[] }).redirect_uris)).toEqual([
    ['https://www.perplexity.ai/rest/connections/oauth_callback'],
  ]);
});

test('a phone uses what was connected on the web', async () => {
  const { journey } = await play(
    '  - connect: { client: claude }\n  - call: { client: claude-mobile, tool: accounts }\n    expect: { ok: true }\n',
  );
  expect(journey.verdict).toBe('pass');
});

test('journeys that sign somebody in do not apply where nobody has to', async () => {
  const { journey } = await play(connect, { open: true });
  expect(journey.verdict).toBe('not-applicable');
});
