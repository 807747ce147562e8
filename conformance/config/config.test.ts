import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../files/package-root.ts';
import { annotatedConfig } from './annotated-config.ts';
import { configSchema, loadConfig, parseConfig } from './config.ts';

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
  ['users:\n  - name: t\n    email: t@example.com', 'openbell.yaml:2: “users.0.password_env” is missing'],
  [
    'users:\n  - name: t\n    email: t@example.com\n    password: x',
    'openbell.yaml:4: “users.0” has no setting “password”; did you mean “password_env”?',
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
