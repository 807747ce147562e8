import { describe, expect, test } from 'vitest';
import { type Asked, deskGateway, type Oddities } from '../../dev/testing/desk-gateway.ts';
import { checks } from '../checks/index.ts';
import { run } from './run.ts';

/** What such a gateway was asked by a run of these checks. */
async function askedOf(odd: Oddities, only: string[]): Promise<{ asked: Asked[]; origin: string }> {
  const { mcpUrl: url, asked, close } = await deskGateway(odd);
  try {
    const targets = [{ url, era: '2025-11-25' as const }];
    await run({ version: 'test', checks, scenarios: [], startedAt: '2026-11-26T15:00:00.000Z', targets, only });
    return { asked, origin: new URL(url).origin };
  } finally {
    await close();
  }
}

const resourcesIn = (asked: readonly Asked[]): (string | null | undefined)[] => [
  ...asked.filter(({ path }) => path === '/authorize').map(({ query }) => query.resource),
  ...asked.filter(({ path }) => path === '/token').map(({ body }) => new URLSearchParams(body).get('resource')),
];

test('one parameter by itself is odd at a time, and no nonce is sent to who speaks no OpenID', async () => {
  const { asked } = await askedOf({}, ['first-time-consent/takes-a-request-with-more-in-it']);
  const requests = asked.filter(({ path }) => path === '/authorize').map(({ query }) => query);
  expect(requests.length).toBeGreaterThan(3);
  for (const query of requests) {
    const odd = Object.entries(query).filter(([name, value]) => value === '' || name === 'openbell_unknown');
    expect(odd.length).toBeLessThan(2);
    expect(query).not.toHaveProperty('nonce');
  }
});

describe('the resource that is asked for', () => {
  test.each([
    ['as the metadata has it, with its slash', (origin: string) => `${origin}/mcp/`, '/mcp/'],
    ['as the metadata has it, though it is the origin alone', (origin: string) => origin, ''],
    ['the MCP URL where the metadata have no text', () => 7, '/mcp'],
    ['the MCP URL where the metadata speak of somebody else', () => 'https://mcp.example.com/mcp', '/mcp'],
  ])('is %s', async (_, resource, path) => {
    const { asked, origin } = await askedOf({ resource }, ['pkce/completes-an-s256-flow']);
    expect(resourcesIn(asked).length).toBeGreaterThan(2);
    expect([...new Set(resourcesIn(asked))]).toEqual([`${origin}${path}`]);
  });
});
