import express, { type RequestHandler } from 'express';
import { mint } from '../minting/mint.ts';
import { platformHooks } from '../minting/platform-hooks.ts';
import type { WayIn } from '../oauth/oauth-context.ts';
import type { PageProblem } from '../oauth/page-problem.ts';
import { mintingInstructions } from '../pages/minting-instructions.ts';

/**
 * A platform mints tokens for its users, at an origin of its own: nobody signs in, there is no authorization server to
 * discover, and none is pretended. A 401 says how to mint.
 */
export const mints: WayIn = {
  mount(app, { apiOrigin }) {
    app.all('/register', nobodyRegisters(apiOrigin));
  },
  mountApi(app, context) {
    const body = express.json({ limit: '8kb', strict: false, type: 'application/json' });
    app.route('/auth/tokens/user').post(jsonOnly, body, mint(context)).all(onlyPost);
  },
  hooks: (context, ask) => ({ name: 'platforms', router: platformHooks(context, ask) }),
  tokenWords: ({ apiOrigin }) => ({
    needed: `A token is needed: the platform mints one with ${mintCall(apiOrigin)}, to be sent as Authorization: Bearer.`,
    again: `Mint a new one with ${mintCall(apiOrigin)} and put it into the Authorization header.`,
    wider: (scope) => `This tool needs the scope ${scope}, and this token lacks it: mint one that has it.`,
  }),
  isDiscovered: false,
  instructions: mintingInstructions,
  clientIsMissing: () => nobodySignsIn,
  clientOf: () => nobodySignsIn,
  redirectUriOf: () => nobodySignsIn,
  upstreamClientIdOf: ({ upstreamClient }) => upstreamClient.clientId,
  afterSignIn() {},
};

const mintCall = (apiOrigin = ''): string => `POST ${apiOrigin}/auth/tokens/user`;

/**
 * Where clients register that found no metadata (MCP 2025-03-26): mcp-remote does on a 401, although it was given a header,
 * and shows its user this answer instead of the 401.
 */
const nobodyRegisters =
  (apiOrigin: string | undefined): RequestHandler =>
  (_req, res) => {
    const error_description = `Nobody registers or signs in here. Mint a token with ${mintCall(apiOrigin)} and put it into the Authorization header.`;
    res.status(404).set('Cache-Control', 'no-store').json({ error: 'not_found', error_description });
  };

const nobodySignsIn: PageProblem = {
  code: 'invalid_request',
  title: 'Nobody signs in here',
  message: 'Tokens are minted by the platform.',
};

const jsonOnly: RequestHandler = (req, res, next) => {
  if (req.is('application/json')) return next();
  res.status(415).set('Cache-Control', 'no-store');
  res.json({ error: 'unsupported_media_type', message: 'Send JSON, with Content-Type: application/json.' });
};

const onlyPost: RequestHandler = (_req, res) => {
  res.status(405).set({ Allow: 'POST', 'Cache-Control': 'no-store' });
  res.json({ error: 'method_not_allowed', message: 'Tokens are minted with POST.' });
};
