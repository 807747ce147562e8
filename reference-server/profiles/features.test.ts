import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../../dev/testing/gateway-stack.ts';
import type { Feature } from './facts.ts';
import { profiles } from './index.ts';

describe.each(Object.values(profiles))(
  'what $id says of itself',
  ({ id, features, scopes, smallestScopes, tradeScope }) => {
    const has = (feature: Feature) => features.includes(feature);
    let stack: Stack;
    beforeAll(async () => {
      stack = await startStack(id);
    });
    afterAll(() => stack.close());

    it.skipIf(has('minting'))('about registration is what the metadata say and the endpoint does', async () => {
      const api = supertest(stack.gateway.origin);
      const { body: metadata } = await api.get('/.well-known/oauth-authorization-server');
      expect('registration_endpoint' in metadata).toBe(has('registration'));
      const { status } = await api.post('/oauth/register').send({ redirect_uris: ['http://127.0.0.1:7777/callback'] });
      expect(status).toBe(has('registration') ? 201 : 404);
    });

    it('about minting is where tokens come from, and nothing else is pretended', async () => {
      expect(stack.gateway.apiOrigin !== undefined).toBe(has('minting'));
      const { status } = await supertest(stack.gateway.origin).get('/.well-known/oauth-protected-resource/mcp');
      expect(status).toBe(has('minting') ? 404 : 200);
    });

    it('about Client Center is where the quick reference leads', async () => {
      const { text } = await supertest(stack.gateway.origin).get('/');
      expect(text.includes(`${stack.broker.origin}/client-center`)).toBe(has('client-center'));
      expect(text.includes('href="/ai-clients"')).toBe(has('ai-clients-page'));
    });

    it('about its page of connections is what is there', async () => {
      const { status } = await supertest(stack.gateway.origin).get('/ai-clients');
      expect(status).toBe(has('ai-clients-page') ? 303 : 404);
    });

    it('to the brokerage is whether it is the brokerage’s own', () => {
      expect(stack.gateway.partner.firstParty).toBe(has('first-party-partner'));
    });

    it('about scopes speaks of scopes that it has', () => {
      const names = scopes.map(({ name }) => name);
      const spokenOf = [
        ...scopes.flatMap(({ contains = [] }) => contains),
        ...(smallestScopes ?? []),
        ...(tradeScope ? [tradeScope] : []),
      ];
      expect(spokenOf.filter((name) => !names.includes(name))).toEqual([]);
    });
  },
);
