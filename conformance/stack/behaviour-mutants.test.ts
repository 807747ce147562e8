import { expect, test } from 'vitest';
import type { brokerBehaviours } from '../../mock-broker/behaviours.ts';
import type { EdgeResponse } from '../../mock-broker/index.ts';
import type { Mutant } from '../vocabulary/mutant.ts';
import { mutate } from './behaviour-mutants.ts';

const accepts: Mutant = { name: 'accepts-any-redirect', replaces: { brokerRedirectUriIsRegistered: () => true } };

test('a behaviour is replaced in the record that owns it, and only there', () => {
  const { gateway, broker } = mutate([accepts]);
  expect(Object.keys(gateway.behaviours)).toEqual([]);
  expect(Object.keys(broker.behaviours)).toEqual(['brokerRedirectUriIsRegistered']);
});

test('counts how often it was asked, and how often the original would have said otherwise', () => {
  const { broker, counts } = mutate([accepts]);
  const ask = broker.behaviours.brokerRedirectUriIsRegistered as typeof brokerBehaviours.brokerRedirectUriIsRegistered;
  expect(ask('https://a.example/cb', ['https://a.example/cb'])).toBe(true);
  expect(counts).toEqual([{ name: 'accepts-any-redirect', reached: 1, differed: 0 }]);
  expect(ask('https://b.example/cb', ['https://a.example/cb'])).toBe(true);
  expect(counts).toEqual([{ name: 'accepts-any-redirect', reached: 2, differed: 1 }]);
});

test('counts a rewriting by what it changed, even when it changes its argument in place', () => {
  const answer: EdgeResponse = { method: 'GET', path: '/x', status: 200, headers: {}, body: { a: 1 } };
  const mutant: Mutant = {
    name: 'forgets-a',
    rewrites: {
      at: 'gateway',
      response: (response) => {
        if (response.path === '/x') delete (response.body as { a?: number }).a;
        return response;
      },
    },
  };
  const { gateway, counts } = mutate([mutant]);
  expect(gateway.rewrite?.(answer).body).toEqual({});
  gateway.rewrite?.({ ...answer, path: '/y' });
  expect(counts).toEqual([{ name: 'forgets-a', reached: 2, differed: 1 }]);
});

test('a name that is no behaviour is refused with the nearest right one', () => {
  const mutant = { name: 'x', replaces: { brokerRedirectUriIsRegistred: () => true } } as unknown as Mutant;
  expect(() => mutate([mutant])).toThrow(/did you mean “brokerRedirectUriIsRegistered”/);
});
