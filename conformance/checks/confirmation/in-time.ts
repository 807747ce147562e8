import { likenessOf } from '../../stage/confirmation.ts';
import { confirm, expectRefused, expectSent, expectServed, prepared, trader } from '../../stage/two-steps.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rows } from './area.ts';

interface Waits {
  /** Seconds until the order is confirmed. */
  seconds: number;
}

const taken: Table<Waits> = {
  lane: 'exclusive',
  takesTime: true,
  async run(world, { seconds }) {
    world.assertTime();
    const who = await trader(world);
    const id = await prepared(world, who);
    await world.hooks.advance(seconds);
    const answer = await confirm(world, who, id);
    expectServed(answer, `a confirmation after ${seconds} seconds`);
    if (world.hooks.has('journal')) await expectSent(world, who, 1, answer);
  },
};

const refused: Table<Waits> = {
  ...taken,
  dependsOn: ['confirmation/is-good-for-two-minutes'],
  async run(world, { seconds }) {
    world.assertTime();
    const who = await trader(world);
    const id = await prepared(world, who);
    await world.hooks.advance(seconds);
    const answer = await confirm(world, who, id);
    expectRefused(answer, `a confirmation after ${seconds} seconds`);
    expectRefused(await confirm(world, who, id), 'the same once more');
    if (world.hooks.has('journal')) await expectSent(world, who, 0, answer);
  },
};

const alike: Table<Waits> = {
  ...taken,
  dependsOn: ['confirmation/expires-after-two-minutes'],
  async run(world, { seconds }) {
    world.assertTime();
    const who = await trader(world);
    const id = await prepared(world, who);
    await world.hooks.advance(seconds);
    const [expired, unknown] = [await confirm(world, who, id), await confirm(world, who, world.secret('confirmation'))];
    expect.that(likenessOf(expired) === likenessOf(unknown), {
      expected: likenessOf(unknown),
      seen: likenessOf(expired),
      at: expired,
    });
  },
};

/** Two minutes, and what is said after them. */
export default [
  ...rows(taken, [
    {
      id: 'confirmation/is-good-for-two-minutes',
      title: 'A confirmation that comes after one minute and fifty-nine seconds is in time',
      clauses: ['two-step/two-minutes', 'CN-7'],
      seconds: 119,
      remedy: 'Let a confirmation live for two minutes: so long people take to read a summary.',
      mutants: [
        {
          name: 'lets-confirmations-expire-after-a-minute',
          replaces: { confirmationIsFresh: (expiresAt, now) => now < expiresAt - 60_000 },
        },
      ],
    },
  ]),
  ...rows(refused, [
    {
      id: 'confirmation/expires-after-two-minutes',
      title: 'A confirmation that comes when two minutes are over sends nothing, then and ever after',
      clauses: ['two-step/two-minutes', 'CN-7'],
      seconds: 120,
      remedy: 'Compare the time at the moment of confirming, not only where confirmations are listed or cleaned up.',
      mutants: [
        { name: 'never-lets-confirmations-expire', replaces: { confirmationIsFresh: () => true } },
        {
          name: 'counts-the-last-moment-in',
          replaces: { confirmationIsFresh: (expiresAt, now) => now <= expiresAt },
        },
      ],
    },
  ]),
  ...rows(alike, [
    {
      id: 'confirmation/calls-expired-what-it-calls-unknown',
      title: 'An expired confirmation is refused in the words of one that was made up',
      clauses: ['two-step/lost-read-the-same', 'CN-7'],
      weakBecause: 'The guide does not say how a confirmation is refused.',
      seconds: 121,
      remedy:
        'Use one and the same error for whatever cannot be confirmed any more: what existed once is nobody’s business.',
      mutants: [
        {
          name: 'says-why-a-confirmation-is-lost',
          replaces: { lostConfirmationsReadTheSame: (words, why) => `${words} (${why})` },
        },
      ],
    },
  ]),
];
