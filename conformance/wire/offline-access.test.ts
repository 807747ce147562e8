import { expect, test } from 'vitest';
import type { Discovery } from '../vocabulary/discovery.ts';
import { askingForRefreshTokens } from './offline-access.ts';

const serverWith = (doc: object, resource: object = {}) =>
  ({ authorizationServer: { doc }, resourceMetadata: { doc: resource } }) as Discovery;

test.each([
  ['is not listed', {}, 'read', { scope: 'read' }],
  ['is listed', { scopes_supported: ['read', 'offline_access'] }, 'read', { scope: 'read offline_access' }],
  ['is asked for already', { scopes_supported: ['offline_access'] }, 'offline_access', { scope: 'offline_access' }],
  [
    'is listed by an OpenID server',
    { scopes_supported: ['openid', 'offline_access'] },
    'read',
    { scope: 'read offline_access', prompt: 'consent' },
  ],
])('where offline_access %s', (_, doc, scope, asked) => {
  expect(askingForRefreshTokens(serverWith(doc), scope)).toEqual(asked);
});

test('where no scope is known, those of the resource are asked for beside it', () => {
  const discovery = serverWith({ scopes_supported: ['offline_access'] }, { scopes_supported: ['a', 'b'] });
  expect(askingForRefreshTokens(discovery, undefined)).toEqual({ scope: 'a b offline_access' });
});
