import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../files/package-root.ts';
import { MEANS, type Means } from '../vocabulary/means.ts';
import { annotatedConfig } from './annotated-config.ts';
import { loadConfig, parseConfig } from './config.ts';
import { configSchema } from './schema.ts';

const complaint = (text: string): string => {
  try {
    parseConfig(text, 'openbell.yaml', {});
  } catch (error) {
    return (error as Error).message;
  }
  return 'no complaint';
};

test('reads a whole file, with secrets from the environment', () => {
  const text = `profile: static-client
clients:
  - client_id: abc
users:
  - { name: trader, email: trader@example.com, password_env: TRADER_PASSWORD }
hooks: { url: "https://staging.example.com/test-hooks/", token_env: HOOKS }
`;
  expect(parseConfig(text, 'openbell.yaml', { TRADER_PASSWORD: 'x', HOOKS: 't' })).toMatchObject({
    profile: 'static-client',
    clients: [{ clientId: 'abc' }],
    users: [{ name: 'trader', email: 'trader@example.com', password: 'x' }],
    hooks: { url: 'https://staging.example.com/test-hooks', token: 't' },
  });
});

test.each([
  ['profil: static-client', 'openbell.yaml:1: there is no setting “profil”; did you mean “profile”?'],
  ['out: x\nprofile: static-clint', 'openbell.yaml:2: “profile” is "static-clint"; did you mean “static-client”?'],
  [
    'clients:\n  - client_id: a\n    redirect: b',
    'openbell.yaml:3: “clients.0” has no setting “redirect”; did you mean “redirect_uri”?',
  ],
  ['users:\n  - name: t\n    email: t@example.com', 'openbell.yaml:2: “users.0.password” is missing'],
  [
    'users:\n  - name: t\n    email: t@example.com\n    password: x',
    'openbell.yaml:4: “users.0.password”: no secret belongs in this file: write $',
  ],
  ['out: ""', 'openbell.yaml:1: “out” must not be empty'],
  ['clients:\n  - client_id:', 'openbell.yaml:2: “clients.0.client_id” has no value'],
  ['clients: abc', 'openbell.yaml:1: “clients” must be a list, not "abc"'],
  ['hooks:\n  url: nowhere\n  token_env: T', 'openbell.yaml:2: “hooks.url”: give a full http or https URL'],
  ['out: [', 'openbell.yaml:1: not valid YAML'],
  ['out: x\nusers: *people', 'openbell.yaml:2: “*people” stands for nothing: there is no “&people”'],
  ['out: x\nprofile: a: b', 'openbell.yaml:2: not valid YAML: a text with a colon and a blank in it needs quotes'],
])('says what is wrong with %j', (text, sentence) => {
  expect(complaint(text)).toContain(sentence);
});

test.each([
  ['users:\n  - password_env: P', 'openbell.yaml:2: “users.0.username” is missing'],
  [
    'users:\n  - usrname: t\n    password_env: P',
    'openbell.yaml:2: “users.0” has no setting “usrname”; did you mean “username”?',
  ],
  [
    'users:\n  - username: t\n    password_env: P\n    traits: [readonly]',
    'openbell.yaml:4: “users.0.traits.0” is "readonly"; did you mean “read-only”?',
  ],
  ['headers:\n  Authorization: x', 'openbell.yaml:2: “headers.Authorization”: a token of your own is “token_env”'],
  ['headers:\n  Mcp-Session-Id: x', 'openbell.yaml:2: “headers.Mcp-Session-Id”: openbell sends this header itself'],
  ['patience: 10', 'openbell.yaml:1: “patience” must be a text, not 10'],
  ['patience: 10 minutes', 'openbell.yaml:1: “patience”: give a time such as 90s, 10m or 1h'],
  ['min_judged: 2', 'openbell.yaml:1: “min_judged” must be at most 1'],
  ['registrations: -1', 'openbell.yaml:1: “registrations” must be at least 0'],
  ['min_judged: 0', 'openbell.yaml:1: “min_judged” must be more than 0'],
  ['min_judged: abc', 'openbell.yaml:1: “min_judged” must be a number, not "abc"'],
  ['headers:\n  x-a: "a\\r\\nb: c"', 'openbell.yaml: “headers.x-a” has characters that no header may hold'],
  [
    'users:\n  - { username: t, password_env: P }\n  - { username: u, password_env: P }\n  - { email: t, password_env: P }',
    'openbell.yaml:4: “users.2”: “t” stands in the list twice',
  ],
  ['clients:\n  - client_id: a\n  - client_id: a', 'openbell.yaml:3: “clients.1”: “a” stands in the list twice'],
  ['depth: ful', 'openbell.yaml:1: “depth” is "ful"; did you mean “full”?'],
  ['tools:\n  reed: x', 'openbell.yaml:2: “tools” has no setting “reed”; did you mean “read”?'],
])('says what is wrong with %j', (text, sentence) => {
  expect(complaint(text)).toContain(sentence);
});

test('a token in the environment that could not be sent is refused, whoever names it', () => {
  const read = () => parseConfig('token_env: T', 'openbell.yaml', { T: 'abc\r\nx: y' });
  expect(read).toThrow('T holds no access token: it has other characters');
});

test('reads every means that the report proposes, with what it stands for', () => {
  const env = {
    TRADER_PASSWORD: 'a',
    OTHER_PASSWORD: 'b',
    READER_PASSWORD: 'c',
    CLIENT_ID: 'd',
    OTHER_CLIENT_ID: 'e',
    HOOKS_TOKEN: 'f',
    PLATFORM_ID: 'g',
    PLATFORM_SECRET: 'h',
    TRADER_SECRET: 'i',
    PARTNER_KEY: 'j',
    PART_KEY: 'k',
    REVOKED_KEY: 'l',
  };
  const read = (means: Means) => parseConfig(MEANS[means].yaml, 'openbell.yaml', env);
  for (const means of Object.keys(MEANS) as Means[]) expect(() => read(means)).not.toThrow();
  expect(read('second user').users).toEqual([
    { email: 'trader@example.com', password: 'a' },
    { email: 'other@example.com', password: 'b' },
  ]);
  expect(read('user with a trait').users[0]?.traits).toEqual(['read-only']);
  expect(read('account').users[0]?.accounts).toEqual([{ id: 'PA1234567', account_number: 'PA1234567' }]);
  expect(read('second client').clients.map(({ clientId }) => clientId)).toEqual(['d', 'e']);
  expect(read('tools').tools).toEqual({ accounts: { name: 'list_accounts' }, place: { name: 'place_order' } });
  expect(read('orders').paperAccount).toBe(true);
  expect(read('registrations').registrations).toBe(30);
  expect(read('patience').patience).toBe(1200);
  expect(read('test hooks').hooks?.token).toBe('f');
  expect(read('minting').mint).toEqual({
    url: 'https://api.example.com/auth/tokens/user',
    clientId: 'g',
    clientSecret: 'h',
    users: [{ email: 'trader', password: 'i' }],
  });
});

test('takes a token and headers from the environment, a user by the older name', () => {
  const text = `token_env: TOKEN
headers: { X-Api-Key: "\${KEY}-1" }
users: [{ email: t@example.com, password_env: PASSWORD }]
tools: { quote: { name: price, args: { symbol: AAPL } } }
`;
  expect(parseConfig(text, 'openbell.yaml', { TOKEN: 't', KEY: 'k', PASSWORD: 'p' })).toMatchObject({
    readyToken: 't',
    headers: { 'X-Api-Key': 'k-1' },
    users: [{ email: 't@example.com', password: 'p' }],
    tools: { quote: { name: 'price', args: { symbol: 'AAPL' } } },
  });
});

test('names the environment variable that is not set', () => {
  expect(complaint('users:\n  - { name: t, email: t@example.com, password_env: NOT_SET }')).toContain('NOT_SET');
});

test('a named file that is missing is an error, the default one is not', () => {
  expect(() => loadConfig('/nowhere/openbell.yaml')).toThrow('there is no configuration file');
});

test('the place of a mistake in the YAML is named once', () => {
  expect(complaint('out: "x')).toBe('openbell.yaml:1: not valid YAML: the text that begins here lacks its closing "');
});

test('a folder is no configuration', () => {
  expect(() => loadConfig(tmpdir())).toThrow(`${tmpdir()} is a folder, not a file`);
});

test('the annotated file is valid as it stands', () => {
  expect(parseConfig(annotatedConfig, 'openbell.yaml', { OPENBELL_TRADER_PASSWORD: 'x' }).clients).toEqual([]);
});

test('the published schema for editors is current', () => {
  const published = JSON.parse(readFileSync(join(packageRoot, 'conformance/config/config.schema.json'), 'utf8'));
  expect(published).toEqual(z.toJSONSchema(configSchema, { io: 'input' }));
});

test('a gate names its baseline beside the file, or holds it', () => {
  const gateIn = (yaml: string) => parseConfig(`gate:\n${yaml}`, 'ci/openbell.yaml', {}).gate;
  expect(gateIn('  fail_on: should\n  max_untestable: 0.2\n  required: [tokens]\n  expect: known.yaml')).toMatchObject({
    failOn: 'should',
    maxUntestable: 0.2,
    required: ['tokens'],
    expectFile: join('ci', 'known.yaml'),
  });
  expect(gateIn('  expect: [{ check: pkce/x, reason: y, owner: ann }]')).toMatchObject({
    failOn: 'must',
    expect: [{ check: 'pkce/x', reason: 'y', owner: 'ann' }],
  });
  expect(() => gateIn('  fail_on: shuold')).toThrow('openbell.yaml:2');
});
