import { startCertified } from './certified/certified.ts';
import { certifiedExpectations } from './certified/expectations.ts';
import { startConfidential } from './confidential/confidential.ts';
import { confidentialExpectations } from './confidential/expectations.ts';
import { opaqueExpectations } from './opaque/expectations.ts';
import { startOpaque } from './opaque/opaque.ts';
import { openExpectations } from './open/expectations.ts';
import { startOpen } from './open/open.ts';
import { routerExpectations } from './router/expectations.ts';
import { startRouter } from './router/router.ts';
import type { WitnessKind } from './witness.ts';

/** Gateways that nobody here wrote, with the defaults that they ship with: what openbell must be fair to. */
export const witnesses: WitnessKind[] = [
  {
    name: 'certified',
    shows:
      '`oidc-provider`, a certified authorization server at an origin of its own, with JWT access tokens, before the ' +
      'handler of `@modelcontextprotocol/server`, which serves both eras on one URL without sessions',
    expectations: certifiedExpectations,
    start: startCertified,
  },
  {
    name: 'opaque',
    shows:
      '`@cloudflare/workers-oauth-provider`: opaque tokens, confidential clients by default, one grant for each user ' +
      'and client, consent that is remembered; 2025-11-25 only, with sessions',
    expectations: opaqueExpectations,
    start: startOpaque,
  },
  {
    name: 'open',
    shows: '`@modelcontextprotocol/server-everything`: no authorization, every kind of MCP feature, 2025-11-25 only',
    expectations: openExpectations,
    start: startOpen,
  },
  {
    name: 'router',
    shows:
      '`mcpAuthRouter` of `@modelcontextprotocol/sdk` with the limits that it ships with (20 registrations an hour, ' +
      '50 token requests and 100 authorizations in 15 minutes), sign-in each time; 2025-11-25 only',
    expectations: routerExpectations,
    start: startRouter,
  },
  {
    name: 'confidential',
    shows:
      'the same authorization server in two roles at two origins: clients with a secret only, and a resource that ' +
      'speaks 2026-07-28 only',
    expectations: confidentialExpectations,
    start: startConfidential,
  },
];
