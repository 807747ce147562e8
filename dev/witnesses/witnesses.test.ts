import { describe, expect, test } from 'vitest';
import { checks } from '../../conformance/checks/index.ts';
import { clauseIn } from '../../conformance/clauses/clauses.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { witnesses } from './index.ts';
import { toolsSeenByTheOfficialClient } from './official-client.ts';
import { witnessesPage } from './page.ts';

const journeys = loadScenarios();
const tools: Record<string, string[]> = {
  certified: ['get_portfolio', 'get_quote', 'submit_order'],
  opaque: ['positions.list', 'quotes.latest', 'shares.buy'],
  open: ['echo', 'get-sum'],
  router: ['holdings', 'last_price'],
  confidential: ['balance', 'sell'],
};

describe.each(witnesses)('the witness $name', ({ name, start, expectations }) => {
  test('lets the official client in, which sees its tools', async () => {
    const witness = await start();
    try {
      expect(await toolsSeenByTheOfficialClient(witness)).toEqual(expect.arrayContaining(tools[name]!));
    } finally {
      await witness.close();
    }
  });

  test('is judged beforehand by checks and clauses that there are, each once', () => {
    const ids = new Set([...checks, ...journeys].flatMap(({ id }) => [id, `${id.split('/')[0]}/*`]));
    expect(expectations.filter(({ of, clause }) => !ids.has(of) || !clauseIn(clause))).toEqual([]);
    expect(expectations.map((one) => one.of)).toEqual([...new Set(expectations.map((one) => one.of))]);
    expect(expectations.length).toBeGreaterThan(0);
  });
});

test('docs/witnesses.md lists the deviations of each, with the clause', async () => {
  await expect(witnessesPage()).toMatchFileSnapshot('../../docs/witnesses.md');
});
