import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';
import { PART } from './presented-keys.ts';

interface Resource {
  /** How its address ends. */
  named: string;
  judge(world: World, mcp: Mcp, uri: string): Promise<void>;
}

const resources: Table<Resource> = {
  async run(world, { named, judge }) {
    const mcp = world.mcp(await world.borrow());
    const listed = (await mcp.request('resources/list')).rpc()?.result?.resources ?? [];
    const found = listed.find(({ uri }: { uri: unknown }) => String(uri).endsWith(named));
    if (!found) throw new NotOffered(`resources/list names no ${named}`);
    await judge(world, mcp, found.uri);
  },
};

const textOf = (answer: Answer, uri: string): string => {
  const [content] = answer.rpc()?.result?.contents ?? [];
  const isIt = content?.uri === uri && typeof content?.text === 'string';
  expect.that(isIt, { expected: `the text of ${uri}`, seen: describe(answer), at: answer });
  return content.text;
};

const read = async (mcp: Mcp, uri: string): Promise<[string, Answer]> => {
  const answer = await mcp.request('resources/read', { uri });
  return [textOf(answer, uri), answer];
};

const rewriteText = (change: (text: string) => string) =>
  rewriteResult(({ contents, ...result }) => {
    if (!contents?.[0]?.text) return undefined;
    return { ...result, contents: [{ ...contents[0], text: change(contents[0].text) }] };
  });

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/;

export default rows(resources, [
  {
    id: 'partners/the-filter-guide-tells-the-time',
    title: 'The guide to the filters tells the time of the server, anew at each read',
    clauses: ['partners/resources', 'CE-6'],
    named: '/filter-guide',
    lane: 'exclusive',
    async judge(world, mcp, uri) {
      const timeIn = ([text, answer]: [string, Answer]) => {
        const [time] = INSTANT.exec(text) ?? [];
        expect.that(time, { expected: 'the time of the server', seen: text.slice(0, 200), at: answer });
        return Date.parse(time);
      };
      const before = timeIn(await read(mcp, uri));
      await world.hooks.advance(60);
      const later = timeIn(await read(mcp, uri));
      const passed = (later - before) / 1000;
      expect.that(passed >= 60, { expected: 'a time that has gone on by a minute', seen: `${passed} seconds` });
    },
    remedy: 'Write the time into the guide when it is read.',
    mutants: [
      {
        name: 'tells-the-time-of-its-start',
        rewrites: rewriteText((text) => text.replace(INSTANT, '2026-11-17T15:00:00.000Z')),
      },
    ],
  },
  {
    id: 'partners/the-filter-guide-says-how-to-filter',
    title: 'The guide to the filters speaks of time ranges, of the largest page and of cursors',
    clauses: ['partners/resources', 'CE-6'],
    named: '/filter-guide',
    async judge(_world, mcp, uri) {
      const [text, answer] = await read(mcp, uri);
      for (const word of ['startTime', 'endTime', 'limit', '100', 'ursor'])
        expect.that(text.includes(word), { expected: `${word} in the guide`, seen: text.slice(0, 300), at: answer });
    },
    remedy: 'Say in the guide what a call can be narrowed by, and how far.',
    mutants: [
      { name: 'keeps-its-filters-to-itself', rewrites: rewriteText((text) => text.split('\n').slice(0, 4).join('\n')) },
    ],
  },
  {
    id: 'partners/capabilities-say-what-is-granted',
    title: 'What a connection can do is told to it as its token has it',
    clauses: ['partners/resources', 'CE-6'],
    named: '/capabilities',
    async judge(world, _mcp, uri) {
      const mcp = world.mcp(await world.partnerKeys().part(PART));
      const [text, answer] = await read(mcp, uri);
      const names = (await mcp.listTools()).map(({ name }) => name).sort();
      const tools: { name: string; granted: boolean }[] = JSON.parse(text).tools ?? [];
      const granted = tools.filter((one) => one.granted).map(({ name }) => name);
      expect.equal(granted.sort(), names, 'the tools that are told to be granted', answer);
    },
    remedy: 'Work out what is granted from the token that reads.',
    mutants: [
      {
        name: 'promises-every-tool',
        rewrites: rewriteText((text) => text.replaceAll('"granted":false', '"granted":true')),
      },
    ],
  },
  {
    id: 'partners/resources-are-for-those-who-come-in',
    title: 'Resources are read by nobody who has no token or key',
    clauses: ['mcp/security/server-verifies-all-requests', 'CE-6'],
    named: '/capabilities',
    async judge(world, _mcp, uri) {
      const { headers, body } = world.mcp().draft('resources/read', { uri });
      const answer = await world.http.send({ method: 'POST', url: world.mcpUrl, headers, body: JSON.stringify(body) });
      expect.status(answer, 401);
    },
    remedy: 'Ask for a token before anything else, for resources as for tools.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: ['lets-everybody-in'],
  },
]);
