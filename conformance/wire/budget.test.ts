import { describe, expect, test } from 'vitest';
import { BUDGET, createBreaker, placeOfRequest } from './budget.ts';

const place = placeOfRequest('POST', 'https://mcp.example.com/token?x=1');

describe('a place', () => {
  test('that lets three requests in a row die of one cause is not asked again, and the cause is said', () => {
    const breaker = createBreaker(BUDGET);
    for (let n = 0; n < 3; n++) {
      expect(breaker.refusal(place)).toBeUndefined();
      breaker.died(place, 'the connection was cut', 5);
    }
    expect(breaker.refusal(place)).toBe(
      'POST https://mcp.example.com/token is not asked again: 3 times in a row the connection was cut',
    );
    expect(breaker.refusal('GET https://mcp.example.com/token')).toBeUndefined();
  });
  test('that keeps us waiting is believed after two', () => {
    const breaker = createBreaker(BUDGET);
    for (let n = 0; n < 2; n++) breaker.died(place, 'no answer came in time', 10_000);
    expect(breaker.refusal(place)).toContain('2 times in a row no answer came in time');
    expect(breaker.givenUp()).toBeUndefined();
  });
  test('that died at once before anything was judged is asked once more, and none that keeps us waiting', () => {
    const breaker = createBreaker(BUDGET);
    const slow = placeOfRequest('GET', 'https://mcp.example.com/authorize');
    for (let n = 0; n < 3; n++) breaker.died(place, 'the connection was cut', 5);
    for (let n = 0; n < 2; n++) breaker.died(slow, 'no answer came in time', 10_000);
    breaker.tryOnceMore();
    expect(breaker.refusal(place)).toBeUndefined();
    expect(breaker.refusal(slow)).toContain('2 times in a row');
    breaker.died(place, 'the connection was cut', 5);
    expect(breaker.refusal(place)).toContain('3 times in a row');
  });
  test('that answers in between, or fails each time otherwise, is asked on', () => {
    const breaker = createBreaker(BUDGET);
    for (let n = 0; n < 9; n++) {
      breaker.died(place, n % 2 ? 'the connection was cut' : 'it does not speak HTTP', 5);
      expect(breaker.refusal(place)).toBeUndefined();
    }
    for (let n = 0; n < 9; n++) {
      breaker.died(place, 'the connection was cut', 5);
      breaker.lived(place, 200, 5);
    }
    expect(breaker.refusal(place)).toBeUndefined();
  });
});

describe('a run', () => {
  let now = 0;
  const atItsTime = () => createBreaker(BUDGET, () => now);
  /** Answered after so many milliseconds, which pass. */
  const isAnswered = (ms: number, breaker: ReturnType<typeof createBreaker>, at = place) => {
    now += ms;
    breaker.lived(at, 401, ms);
  };
  test('gives a server up that answers each request just in time', () => {
    const breaker = atItsTime();
    for (let n = 0; n < 3; n++) isAnswered(9_000, breaker, `${place}${n}`);
    expect(breaker.givenUp()).toBeUndefined();
    isAnswered(9_000, breaker);
    expect(breaker.givenUp()).toContain('36 seconds were spent waiting for it');
    expect(breaker.refusal('GET https://elsewhere.example.com/')).toBe(breaker.givenUp());
  });
  test('goes on with one that is slow now and then', () => {
    const breaker = atItsTime();
    for (let n = 0; n < 1_000; n++) isAnswered(n % 20 ? 100 : 6_000, breaker);
    expect(breaker.givenUp()).toBeUndefined();
  });
  test('waits once for several that are asked side by side', () => {
    const breaker = atItsTime();
    now += 10_000;
    for (let n = 0; n < 6; n++) breaker.died(`${place}${n}`, 'no answer came in time', 10_000);
    expect(breaker.givenUp()).toBeUndefined();
    now += 5_000;
    breaker.died(place, 'no answer came in time', 10_000);
    expect(breaker.givenUp()).toBeUndefined();
    for (let n = 0; n < 2; n++) isAnswered(9_000, breaker);
    expect(breaker.givenUp()).toContain('33 seconds');
  });
});

test('a place has served once it answered with anything but 429', () => {
  const breaker = createBreaker(BUDGET);
  breaker.lived(place, 429, 5);
  expect(breaker.hasServed(place)).toBe(false);
  breaker.lived(place, 400, 5);
  expect(breaker.hasServed(place)).toBe(true);
});
