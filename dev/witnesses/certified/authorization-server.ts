import { generateKeyPairSync, randomBytes } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import Provider, { errors, type InteractionDetails } from 'oidc-provider';
import { consentPage, errorPage, pageHeaders, signInPage } from '../pages.ts';
import { signsIn } from '../witness.ts';

export const SCOPES = ['portfolio', 'orders'];

// The package is written for Node 22; on Node 20 this is all that it misses.
URL.parse ??= (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null);

/** What the package must be told; everything else is as it ships. */
const configuration = (mcpUrl: string) => ({
  // Without this the scopes of the resource could not be registered, as MCP clients do.
  scopes: ['openid', 'offline_access', ...SCOPES],
  findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  jwks: {
    keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig' }],
  },
  interactions: { url: (_ctx: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    registration: { enabled: true },
    registrationManagement: { enabled: true },
    revocation: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_ctx: unknown, _client: unknown, oneOf?: string[]) => oneOf ?? mcpUrl,
      getResourceServerInfo(_ctx: unknown, resource: string) {
        if (resource !== mcpUrl) throw new errors.InvalidTarget();
        return { scope: SCOPES.join(' '), audience: mcpUrl, accessTokenFormat: 'jwt' };
      },
    },
  },
});

/** What the user allowed, put into the grant that the package keeps. */
async function grantOf(provider: Provider, { grantId, session, params, prompt }: InteractionDetails): Promise<string> {
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes = {} } = prompt.details;
  const about = { accountId: String(session?.accountId), clientId: params.client_id };
  const grant = (grantId && (await provider.Grant.find(grantId))) || new provider.Grant(about);
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
  for (const [resource, scopes] of Object.entries(missingResourceScopes)) {
    grant.addResourceScope(resource, scopes.join(' '));
  }
  return grant.save();
}

/** A certified authorization server, with the two pages that it leaves to who uses it. */
export function authorizationServer(issuer: string, mcpUrl: string) {
  const provider = new Provider(issuer, configuration(mcpUrl));
  const app = express();

  async function ask(details: InteractionDetails): Promise<string> {
    const action = `/interaction/${details.uid}`;
    if (details.prompt.name === 'login') return signInPage(action, {});
    const { params, session } = details;
    const client = await provider.Client.find(params.client_id);
    return consentPage(
      action,
      {},
      {
        client: client?.clientName ?? params.client_id,
        account: String(session?.accountId),
        redirectUri: params.redirect_uri,
        scopes: params.scope?.split(' ') ?? [],
      },
    );
  }

  async function answer(req: Request, res: Response): Promise<void> {
    const details = await provider.interactionDetails(req, res);
    const { username, password, decision } = req.body ?? {};
    const finish = (result: Record<string, unknown>, merge: boolean) =>
      provider.interactionFinished(req, res, result, { mergeWithLastSubmission: merge });
    if (details.prompt.name === 'login') {
      if (signsIn(username, password)) return finish({ login: { accountId: username } }, false);
      res
        .status(403)
        .set(pageHeaders)
        .send(signInPage(`/interaction/${details.uid}`, {}, true));
      return;
    }
    if (decision !== 'allow') return finish({ error: 'access_denied' }, false);
    return finish({ consent: { grantId: await grantOf(provider, details) } }, true);
  }

  app.get('/interaction/:uid', async (req, res) => {
    res.set(pageHeaders).send(await ask(await provider.interactionDetails(req, res)));
  });
  app.post('/interaction/:uid', express.urlencoded({ extended: false }), answer);
  app.use('/interaction', (_error: Error, _req: Request, res: Response, _next: () => void) => {
    res.status(400).set(pageHeaders).send(errorPage('This sign-in is over. Start again in your application.'));
  });
  app.use(provider.callback());
  return app;
}
