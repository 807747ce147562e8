import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSettings, SettingsProblem } from './settings.ts';

const whole = {
  ANTHROPIC_API_KEY: 'dummy',
  CT_MCP_URL: 'https://mcp.example.com/mcp',
  CT_API_URL: 'https://api.example.com',
  CT_CLIENT_ID: 'platform',
  CT_CLIENT_SECRET: 'platform-secret',
  CT_USER_ID: 'ann',
  CT_USER_SECRET: 'ann-secret',
};

it.each(Object.keys(whole))('without %s nothing starts, and it is named', (name) => {
  for (const value of [undefined, '', '  ']) {
    expect(() => readSettings({ ...whole, [name]: value })).toThrow(new SettingsProblem(`${name} is missing.`));
  }
});

it('all that is missing is named at once', () => {
  expect(() => readSettings({})).toThrow(new RegExp(Object.keys(whole).join('[^]*')));
});

it('has defaults for the rest', () => {
  expect(readSettings(whole)).toMatchObject({ scopes: ['read', 'trade'], port: 3000, host: '127.0.0.1' });
  expect(readSettings({ ...whole, CT_SCOPES: 'read' }).scopes).toEqual(['read']);
  expect(readSettings({ ...whole, CT_SCOPES: ' read , trade' }).scopes).toEqual(['read', 'trade']);
  expect(() => readSettings({ ...whole, CT_SCOPES: 'read,,trade' })).toThrow(/CT_SCOPES/);
});

it.each(['http://api.example.com', 'ftp://localhost', 'api.example.com', 'https://user:pw@api.example.com'])(
  'secrets are not sent to %s',
  (url) => {
    expect(() => readSettings({ ...whole, CT_API_URL: url })).toThrow(/^CT_API_URL must be/);
  },
);

it('.env.example has every name, and no secret', () => {
  const example = readFileSync(new URL('.env.example', import.meta.url), 'utf8');
  for (const name of [...Object.keys(whole), 'CT_SCOPES']) expect(example).toMatch(new RegExp(`^${name}=`, 'm'));
  expect(example).not.toMatch(/_(SECRET|ID)=./);
});
