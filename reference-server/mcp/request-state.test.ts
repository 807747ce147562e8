import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { createSeededRandom } from '../../mock-broker/random.ts';
import { gatewayBehaviours } from '../behaviours.ts';
import { defaultSettings } from '../settings.ts';
import { createMemoryState } from '../state/memory.ts';
import type { State } from '../state/state.ts';
import type { Caller } from './bearer.ts';
import { createRequestStates, digestOf, firstRound } from './request-state.ts';

const callerOf = (id: string, clientId = 'client') => ({ access: { grant: { user: { id }, clientId } } }) as Caller;
const ann = callerOf('ann');
const request = digestOf('tools/call', { name: 'place_order', arguments: { symbol: 'AAPL', qty: '1' } });
const round = { made: { order: 'secret-confirmation' }, replies: {}, asked: ['yes'] };

let clock: ReturnType<typeof createVirtualClock>;
let state: State;
const start = (behaviours = {}) =>
  createRequestStates({
    behaviours: { ...gatewayBehaviours, ...behaviours },
    clock,
    random: createSeededRandom(`states ${Object.keys(behaviours)}`),
    settings: defaultSettings,
    state,
  } as never);
beforeEach(() => {
  clock = createVirtualClock();
  state = createMemoryState();
});

describe('state that comes back', () => {
  it('is what was sealed, once, and tells nothing of it', () => {
    const states = start();
    const sealed = states.seal(round, ann, request);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('secret-confirmation');
    expect(states.open(sealed, ann, request)).toEqual(round);
    expect(states.open(sealed, ann, request)).toBeUndefined();
  });

  it('is still used up after the gateway has started again', () => {
    const sealed = start().seal(round, ann, request);
    expect(start().open(sealed, ann, request)).toEqual(round);
    expect(start().open(sealed, ann, request)).toBeUndefined();
  });

  it('is refused to other users, to other clients, for other arguments, and when it is too late', () => {
    const states = start();
    const sealed = states.seal(round, ann, request);
    const other = digestOf('tools/call', { name: 'place_order', arguments: { symbol: 'AAPL', qty: '1000' } });
    expect(states.open(sealed, callerOf('bob'), request)).toBeUndefined();
    expect(states.open(sealed, callerOf('ann', 'another'), request)).toBeUndefined();
    expect(states.open(sealed, ann, other)).toBeUndefined();
    clock.advance(defaultSettings.confirmationSeconds * 1000 - 1);
    expect(states.open(states.seal(round, ann, request), ann, request)).toEqual(round);
    clock.advance(1);
    expect(states.open(sealed, ann, request)).toBeUndefined();
  });

  it('is refused however it was changed', () => {
    const states = start();
    const changed = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(changed, ([at, by]) => {
        const bytes = Buffer.from(states.seal(round, ann, request), 'base64url');
        bytes[at % bytes.length]! ^= by;
        expect(states.open(bytes.toString('base64url'), ann, request)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.string(), (junk) => {
        expect(states.open(junk, ann, request)).toBeUndefined();
        expect(states.open(states.seal(round, ann, request) + (junk || '='), ann, request)).toBeUndefined();
      }),
    );
  });

  it('would be accepted without its tag by a gateway that does not look', () => {
    const states = start({ requestStateIsIntact: () => true });
    const bytes = Buffer.from(states.seal(round, ann, request), 'base64url');
    bytes[bytes.length - 1]! ^= 1;
    expect(states.open(bytes.toString('base64url'), ann, request)).toEqual(round);
  });

  it('is refused where a gateway of another key made it', () => {
    const foreign = start();
    state = createMemoryState();
    const states = start({ requestStateIsUsedOnce: (used: boolean) => !used });
    expect(states.open(foreign.seal(firstRound, ann, request), ann, request)).toBeUndefined();
  });
});

it('a request is the same however its arguments are ordered, and another with any other value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (args) => {
      const turned = Object.fromEntries(Object.entries(args).reverse());
      const digest = digestOf('tools/call', { name: 'x', arguments: args });
      expect(digestOf('tools/call', { name: 'x', arguments: turned })).toBe(digest);
      expect(digestOf('tools/call', { name: 'y', arguments: args })).not.toBe(digest);
      expect(digestOf('tools/call', { name: 'x', arguments: { ...args, '\0': 1 } })).not.toBe(digest);
    }),
  );
});
