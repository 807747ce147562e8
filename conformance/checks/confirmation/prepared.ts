import { confirmationIn, contentOf } from '../../stage/confirmation.ts';
import { FIELDS, isSame, orderIn, prepare, type Trader, trader } from '../../stage/two-steps.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

interface Prepared {
  judge(about: { world: World; who: Trader; answer: Answer; asked: Record<string, unknown> }): void | Promise<void>;
}

const preparing: Table<Prepared> = {
  orders: 2,
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { judge }) {
    const who = await trader(world);
    const asked = world.tool('place').args(who.account);
    await judge({ world, who, answer: await prepare(world, who), asked });
  },
};

const summaryOf = (answer: Answer): string => String(contentOf(answer).summary ?? '');

/** Changes the answer to create_order, and no other. */
const rewritePrepared = (change: (prepared: Record<string, unknown>) => Record<string, unknown>) =>
  rewriteResult(({ structuredContent, ...rest }) => {
    if (typeof structuredContent?.summary !== 'string') return undefined;
    const changed = change(structuredContent);
    return { ...rest, structuredContent: changed, content: [{ type: 'text', text: JSON.stringify(changed) }] };
  });

/** What is answered to whoever prepares an order. */
export default rows(preparing, [
  {
    id: 'confirmation/gives-an-id-and-a-summary',
    title: 'An order that is prepared is answered with a confirmation id and a summary for people',
    clauses: ['two-step/prepares', 'CN-7'],
    judge({ answer }) {
      expect.that(confirmationIn(answer), {
        expected: 'a confirmation_id',
        seen: answer.words().slice(0, 300),
        at: answer,
      });
      const summary = summaryOf(answer);
      expect.that(summary.split(/\s+/).length >= 5, {
        expected: 'a summary in a sentence',
        seen: summary || 'none',
        at: answer,
      });
    },
    remedy: 'Answer create_order with confirmation_id and a summary that names the whole order.',
    mutants: [
      { name: 'prepares-without-a-word', rewrites: rewritePrepared((one) => ({ ...one, summary: 'ok' })) },
      {
        name: 'keeps-the-confirmation-to-itself',
        rewrites: rewritePrepared(({ confirmation_id: _, ...rest }) => rest),
      },
    ],
  },
  {
    id: 'confirmation/ids-cannot-be-guessed',
    title: 'A confirmation id holds 128 bits of chance, and two have nothing in common',
    clauses: ['two-step/id-is-unguessable', 'CN-7'],
    weakBecause: 'The guide does not say how an id is made.',
    dependsOn: ['confirmation/gives-an-id-and-a-summary'],
    async judge({ world, who, answer }) {
      const ids = [confirmationIn(answer) ?? '', confirmationIn(await prepare(world, who)) ?? ''];
      const random = ids.map((id) => id.replace(/[^A-Za-z0-9_-]/g, ''));
      const isLong = random.every((id) =>
        /^[0-9a-f-]+$/i.test(id) ? id.replaceAll('-', '').length >= 32 : id.length >= 22,
      );
      const alike = [...random[0]!].filter((letter, n) => random[1]![n] === letter).length;
      expect.that(isLong && alike < random[0]!.length / 2, {
        expected: 'ids of at least 22 characters that differ throughout',
        seen: `${ids.map((id) => id.length).join(' and ')} characters, ${alike} of them alike`,
        at: answer,
      });
    },
    remedy: 'Make ids of 16 bytes or more from a cryptographic source.',
    mutants: [
      {
        name: 'counts-its-confirmations',
        rewrites: rewritePrepared((one) => ({ ...one, confirmation_id: '0000001' })),
      },
    ],
  },
  {
    id: 'confirmation/sums-up-what-was-asked-for',
    title:
      'The summary names the symbol, the side, the quantity and the price of the order, and the order beside it agrees',
    clauses: ['two-step/summary-is-the-order', 'CN-7'],
    dependsOn: ['confirmation/gives-an-id-and-a-summary'],
    judge({ answer, asked }) {
      const summary = summaryOf(answer);
      const order = orderIn(answer);
      const spoken = ['symbol', 'side', 'qty', 'limit_price'].filter((name) => asked[name] !== undefined);
      const words = summary.split(/[\s,;:]+/).map((word) => word.replace(/\.$/, ''));
      const unsaid = spoken.filter((name) => !words.some((word) => isSame(word.replace(/^\$/, ''), asked[name])));
      expect.that(unsaid.length === 0, { expected: `${unsaid.join(', ')} in the summary`, seen: summary, at: answer });
      for (const name of FIELDS) {
        if (asked[name] === undefined || order[name] === undefined) continue;
        expect.that(isSame(order[name], asked[name]), {
          expected: `${name} ${asked[name]} in what is confirmed`,
          seen: String(order[name]),
          at: answer,
        });
      }
    },
    remedy: 'Make the summary from the very order that is kept, after every default was filled in.',
    mutants: [
      {
        name: 'sums-up-another-order',
        rewrites: rewritePrepared((one) => ({ ...one, summary: 'Buy 1 AAPL at the market, today only.' })),
      },
      {
        name: 'shows-another-quantity',
        rewrites: rewritePrepared((one) => ({ ...one, order: { ...(one.order as object), qty: '1' } })),
      },
    ],
  },
  {
    id: 'confirmation/sends-nothing-before',
    title: 'An order that is prepared does not reach the broker',
    clauses: ['two-step/prepares', 'two-step/no-way-round', 'CN-7'],
    dependsOn: ['confirmation/gives-an-id-and-a-summary'],
    async judge({ world, who, answer }) {
      const sent = (await world.hooks.journal(who.connection.person.id!)).filter(({ method }) => method !== 'GET');
      const seen = sent.map(({ method, path }) => `${method} ${path}`).join(', ');
      expect.that(sent.length === 0, { expected: 'nothing but reads at the broker', seen, at: answer });
    },
    remedy: 'Let create_order keep the order and do nothing else; confirm_trade alone sends it.',
    mutants: [{ name: 'sends-orders-at-once', replaces: { orderWaitsForItsConfirmation: () => false } }],
  },
]);
