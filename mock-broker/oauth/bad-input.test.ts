import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, type Bank, field, openBank, rightRequest, signIn } from '../../dev/testing/bank.ts';
import { odd } from '../../dev/testing/odd-input.ts';

let bank: Bank;
let browser: Agent;
let csrf: string;
let clientId: string;
beforeAll(async () => {
  bank = await openBank();
  browser = bank.browser();
  await signIn(browser);
  clientId = await bank.makeKey();
  csrf = field(await browser.get('/client-center'), 'csrf');
});
afterAll(() => bank.close());

const places = fc.constantFrom(
  ...(['/sign-in', '/sign-out', '/oauth2/authorize', '/oauth2/consent', '/client-center'] as const),
  ...(['/oauth2/token', '/oauth2/revoke', '/oauth2/jwks'] as const),
);
const names = fc.constantFrom(
  ...['grant_type', 'client_id', 'client_secret', 'code', 'code_verifier', 'redirect_uri', 'refresh_token', 'scope'],
  ...['token', 'token_type_hint', 'subject_token', 'subject_token_type', 'audience', 'state', 'code_challenge'],
  ...['code_challenge_method', 'response_type', 'request', 'decision', 'action', 'name', 'use', 'scopes', 'return_to'],
  ...['email', 'password', 'csrf', '__proto__', 'constructor', 'scope[]', 'a[b][c]'],
);
const known = fc.constantFrom('authorization_code', 'refresh_token', 'generate', 'mend', 'delete', 'allow', 'deny');
const fields = fc.dictionary(names, fc.oneof(odd, known), { maxKeys: 4 });
/** Wrong from the start, or a right form with something odd in it. */
const form = fc.oneof(
  fields.map((given) => new URLSearchParams(given).toString()),
  fields.map((given) => new URLSearchParams({ ...rightRequest(clientId), csrf, ...given }).toString()),
  fc.json(),
  fc.string(),
);
const type = fc.constantFrom(
  'application/x-www-form-urlencoded',
  'application/json',
  'text/plain',
  'multipart/form-data',
);

/** What the trader holds, as Client Center shows it. */
const held = async () => (await browser.get('/client-center')).text.replace(/name="csrf" value="[^"]*"/g, '');

test('no request to the sign-in, its pages or the token endpoint is answered 500, and a refused one changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(places, fc.boolean(), type, form, fields, async (place, posts, contentType, text, asked) => {
      const before = await held();
      const url = `${place}?${new URLSearchParams(asked)}`;
      const answer = await (posts ? browser.post(url).set('Content-Type', contentType).send(text) : browser.get(url));
      expect(answer.status, `${posts} ${url} ${text}`).toBeLessThan(500);
      expect(answer.text ?? '').not.toMatch(/\bat .*\.ts:\d+|node_modules/);
      if (place === '/sign-out') await signIn(browser);
      else if (answer.status >= 400) expect(await held()).toBe(before);
    }),
    { numRuns: 250, seed: 7 },
  );
});
