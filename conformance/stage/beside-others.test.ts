import { expect, test } from 'vitest';
import { createHttp, createPool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createHooks } from '../wire/test-hooks.ts';
import { besideOthers } from './beside-others.ts';

const index = { hooks: ['clock', 'journal', 'market', 'partners', 'users'] };
const access = { url: 'http://127.0.0.1:9/test-hooks', token: 'nobody-asks' };
const http = createHttp(createRecorder(), createPool(), () => 'harness');
const hooks = besideOthers(createHooks(http, access, index), (who) => who === 'a lender');

test.each([
  ['moves the clock', () => hooks.advance(1)],
  ['opens or closes the market', () => hooks.forceMarket(true)],
  ['changes what is offered', () => hooks.changeOffer({ added: true })],
  ['sets the target back', () => hooks.reset()],
])('whoever %s is graded alone', (what, ask) => {
  expect(ask).toThrow(`a check that ${what} is graded alone`);
});

test.each([
  ['read the journal of', (who: string) => hooks.journal(who)],
  ['change', (who: string) => hooks.changeUser(who, { plan: 'free' })],
  ['order a fault for', (who: string) => hooks.orderFault({ kind: 'server_error', user: who, times: 1 })],
  ['take the access from', (who: string) => hooks.setAccounts([{ user_id: who, email: '', access: false }])],
])('none may %s somebody whose connection others have', async (_, ask) => {
  expect(() => ask('a lender')).toThrow('lent to others');
  // Of anybody else the hook itself is asked: nothing listens there.
  await expect(ask('somebody')).rejects.not.toThrow('lent to others');
});
