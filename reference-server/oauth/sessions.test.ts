import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { createSeededRandom } from '../../mock-broker/random.ts';
import { createSessions } from './sessions.ts';
import { createStore } from './store.ts';

function startSessions(origin: string) {
  const clock = createVirtualClock();
  const sessions = createSessions({ clock, random: createSeededRandom('s'), store: createStore(), origin });
  const sent: string[] = [];
  const res = { append: (_name: string, value: string) => sent.push(value) } as unknown as Response;
  const withCookie = (cookie?: string) => ({ headers: { cookie } }) as Request;
  const cookie = () => sent.at(-1)!.split(';')[0]!;
  return { clock, sessions, res, sent, withCookie, cookie };
}

describe('the session of a browser', () => {
  it('has a cookie for https only where the gateway is reached so, without a date', () => {
    const { sessions, res, sent, withCookie } = startSessions('https://gateway.example');
    sessions.open(withCookie(), res);
    expect(sent[0]).toMatch(/^__Host-openbell_gateway=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  });

  it('gets another cookie at sign-in, and the one from before is worth nothing', () => {
    const { sessions, res, withCookie, cookie } = startSessions('http://127.0.0.1:1');
    const session = sessions.open(withCookie(), res);
    const planted = cookie();
    sessions.renew(withCookie(planted), res, session);
    expect(sessions.of(withCookie(planted))).toBeUndefined();
    expect(sessions.of(withCookie(cookie()))).toBe(session);
  });

  it('ends after twelve idle hours, and when it is told to', () => {
    const { clock, sessions, res, withCookie, cookie } = startSessions('http://127.0.0.1:1');
    sessions.open(withCookie(), res);
    clock.advance(11 * 3_600_000);
    expect(sessions.of(withCookie(`other=1; ${cookie()}`))).toBeDefined();
    clock.advance(12 * 3_600_000);
    expect(sessions.of(withCookie(cookie()))).toBeUndefined();
    const again = startSessions('http://127.0.0.1:1');
    again.sessions.open(again.withCookie(), again.res);
    const cookieBefore = again.cookie();
    again.sessions.end(again.withCookie(cookieBefore), again.res);
    expect(again.sessions.of(again.withCookie(cookieBefore))).toBeUndefined();
  });

  it('of somebody signed in is not pushed out by strangers, nor one in use by others', () => {
    const { sessions, res, withCookie, cookie } = startSessions('http://127.0.0.1:1');
    const signedIn = sessions.open(withCookie(), res);
    const planted = cookie();
    signedIn.user = { id: 'u', email: '', name: '', plan: 'free', trading: false, accounts: [] };
    sessions.renew(withCookie(planted), res, signedIn);
    const own = cookie();
    sessions.open(withCookie(), res);
    const unused = cookie();
    const stranger = sessions.open(withCookie(), res);
    const inUse = cookie();
    for (let n = 0; n < 9_999; n += 1) {
      sessions.open(withCookie(), res);
      sessions.of(withCookie(inUse));
    }
    expect(sessions.of(withCookie(own))).toBe(signedIn);
    expect(sessions.of(withCookie(inUse))).toBe(stranger);
    expect(sessions.of(withCookie(unused))).toBeUndefined();
  });
});
