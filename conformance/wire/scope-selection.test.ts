import { expect, test } from 'vitest';
import type { Discovery } from '../vocabulary/discovery.ts';
import { scopeToAsk, union } from './scope-selection.ts';

const learnt = (challenged: string | undefined, resource: unknown, server?: unknown): Discovery =>
  ({
    challenge: { scheme: 'Bearer', params: challenged === undefined ? {} : { scope: challenged }, repeated: [] },
    resourceMetadata: { doc: { scopes_supported: resource } },
    authorizationServer: { doc: { scopes_supported: server } },
  }) as unknown as Discovery;

test.each([
  ['the scope of the challenge', learnt('a b', ['c']), 'a b'],
  ['else all that the resource lists', learnt(undefined, ['c', 'd']), 'c d'],
  ['else none', learnt(undefined, undefined), undefined],
  ['none where the list is empty', learnt('', []), undefined],
  ['never what the authorization server alone lists', learnt(undefined, undefined, ['e']), undefined],
  ['offline access where it is listed', learnt('a', ['c'], ['offline_access', 'e']), 'a offline_access'],
  ['and once', learnt('offline_access', ['c'], ['offline_access']), 'offline_access'],
  ['nothing that is no text', learnt(undefined, [5, 'c', null]), 'c'],
  ['nothing without documents', { unauthenticated: {} } as Discovery, undefined],
])('asks for %s', (_, discovery, scope) => {
  expect(scopeToAsk(discovery)).toBe(scope);
});

test('a union holds each scope once', () => {
  expect(union('a b', undefined, 'b c')).toBe('a b c');
});
