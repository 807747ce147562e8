import type { IncomingMessage } from 'node:http';
import type { Access, BrokerUser, Grant, Refusal } from '../access.ts';
import type { GatewayContext } from '../context.ts';
import { proofAlgorithms } from '../dpop/proofs.ts';
import { addressOf, networkOf } from '../oauth/network.ts';
import type { ProfileFacts } from '../profiles/facts.ts';
import { containedIn } from '../profiles/scope.ts';
import { type Answer, problem } from './answer.ts';

/** The caller of a request, and the token that it was known by. */
export interface Caller {
  access: Access;
  presentedToken: string;
}

/** What a challenge is made from. */
type Challenger = Pick<GatewayContext, 'behaviours' | 'profile' | 'proofs' | 'resourceMetadataUrl' | 'tokenWords'>;

/** Finds out who calls, on every request anew. */
export async function authenticate(context: GatewayContext, req: IncomingMessage): Promise<Caller | Answer> {
  const { behaviours, authorization, settings } = context;
  const header = req.headers.authorization;
  const query = parameterOf(req, 'access_token');
  if (!behaviours.tokenIsSentOnce(header, query)) {
    return malformed(
      context,
      'The token was sent in the header and in the query: send it in the Authorization header.',
    );
  }
  const [key, ...more] = keysIn(req);
  if (settings.keyInAddress && more.length > 0)
    return malformed(context, 'The address holds more than one key: send one.');
  const chosen = behaviours.credentialIsChosen(header, key, settings.keyInAddress);
  if (chosen === 'neither')
    return malformed(context, 'The header and the address hold different credentials: send one.');
  const address = chosen === 'address' ? `Bearer ${key}` : undefined;
  const credentials = address ?? behaviours.tokenIsTakenFromTheHeader(header, query && `Bearer ${query}`);
  const [scheme = '', token = '', ...rest] = (credentials ?? '').trim().split(/ +/);
  const asks = context.proofs !== undefined && scheme.toLowerCase() === 'dpop';
  if (!asks && !behaviours.schemeIsBearer(scheme)) {
    return behaviours.tokenIsRequired(false) ? anybody(context) : unauthorized(context);
  }
  if (!behaviours.credentialsAreOneToken(token, rest)) {
    return malformed(context, 'The Authorization header must be "Bearer" followed by one token.');
  }
  const network = () => networkOf(addressOf(req, context.behindProxy));
  const verdict = await authorization.verify(token, address === undefined ? 'header' : 'address', network);
  if ('grant' in verdict) {
    const unproven = await proofProblem(context, req, verdict, scheme, token);
    return unproven ? unauthorized(context, unproven) : { access: verdict, presentedToken: token };
  }
  if (verdict.retryAfter !== undefined) {
    return problem(429, verdict.error, verdict.description, { 'retry-after': String(verdict.retryAfter) });
  }
  return verdict.error === 'invalid_request' ? malformed(context, verdict.description) : unauthorized(context, verdict);
}

/** RFC 9449 §7: a token that is bound to a key comes with a proof of it; others come as they are. */
async function proofProblem(
  { behaviours, proofs, mcpUrl }: GatewayContext,
  { headers, method = '' }: IncomingMessage,
  { jkt }: Access,
  scheme: string,
  token: string,
): Promise<Refusal | undefined> {
  if (!proofs) return jkt === undefined ? undefined : { error: 'invalid_token', description: 'The token is bound.' };
  if (!behaviours.schemeFitsTheToken(scheme, jkt !== undefined)) {
    return { error: 'invalid_token', description: 'A bound token is sent as DPoP with a proof, any other as Bearer.' };
  }
  if (jkt === undefined) return undefined;
  const header = headers.dpop === undefined ? undefined : String(headers.dpop);
  const proven = await proofs.judge({ header, method, url: mcpUrl, token });
  if ('jkt' in proven && behaviours.proofIsByTheTokensKey(proven.jkt, jkt)) return undefined;
  if ('nonce' in proven) {
    const description = 'The DPoP proof needs the nonce of the header DPoP-Nonce.';
    return { error: behaviours.nonceIsAskedForAs(), description, nonce: proven.nonce };
  }
  return {
    error: 'invalid_dpop_proof',
    description: 'The DPoP proof is missing, is not good for this, or was used already.',
  };
}

/** Whoever has no token: only a gateway that needs none gets here. */
function anybody({ profile }: GatewayContext): Caller {
  const scopes = profile.tools.map((tool) => tool.scope);
  const user: BrokerUser = { id: '', email: '', name: '', plan: 'free', trading: false, accounts: [] };
  const grant: Grant = { id: '', user, clientId: '', clientName: '', scopes, createdAt: 0, lastActivityAt: 0 };
  return { access: { grant, scopes, expiresAt: Number.MAX_SAFE_INTEGER }, presentedToken: '' };
}

/** An empty one is none. */
const keysIn = ({ url = '' }: IncomingMessage): string[] =>
  url.includes('?') ? new URL(url, 'http://unused').searchParams.getAll('api_key').filter(Boolean) : [];

function parameterOf({ url = '' }: IncomingMessage, name: string): string | undefined {
  if (!url.includes('?')) return undefined;
  return new URL(url, 'http://unused').searchParams.get(name) ?? undefined;
}

/** RFC 6750 §3.1: 400 for a malformed request. */
const malformed = (context: GatewayContext, description: string): Answer =>
  problem(400, 'invalid_request', description, challenge(context, { error: 'invalid_request', description }));

/** 401 with the challenge that starts discovery; `refusal` is left out where no token was sent. */
export function unauthorized(context: Challenger, refusal?: Refusal): Answer {
  const { needed, again } = context.tokenWords;
  const description = refusal ? [refusal.description, again].filter(Boolean).join(' ') : needed;
  const scopes = scopesToAskFor(context.profile);
  return problem(
    401,
    refusal?.error ?? 'unauthorized',
    description,
    challenge(context, { ...(refusal && { ...refusal, description }), scopes }),
  );
}

/** 403 for a token that lacks the scope of a tool, naming all that one authorization more should ask for. */
export function insufficientScope(context: GatewayContext, needed: string, held: readonly string[], more = ''): Answer {
  const wanted = [...new Set([...held, needed])];
  const implied = containedIn(context.profile.scopes, wanted);
  const scopes = wanted.filter((scope) => !implied.includes(scope));
  const description = `${context.tokenWords.wider(needed)}${more}`;
  const headers = challenge(context, { error: 'insufficient_scope', description, scopes });
  return problem(context.behaviours.insufficientScopeIs403(), 'insufficient_scope', description, headers);
}

function challenge(
  { behaviours, proofs, resourceMetadataUrl }: Challenger,
  {
    error,
    description,
    nonce,
    scopes = [],
  }: Partial<Record<'error' | 'description' | 'nonce', string>> & {
    scopes?: readonly string[];
  },
): Record<string, string> {
  const named = behaviours.challengeNamesError(error);
  const parameters = {
    error: named,
    error_description: named && description,
    scope: behaviours.challengeNamesScope(scopes),
    resource_metadata: resourceMetadataUrl && behaviours.challengeNamesResourceMetadata(resourceMetadataUrl),
  };
  const text = Object.entries(parameters).flatMap(([name, value]) => (value ? [`${name}="${quotable(value)}"`] : []));
  const bearer = ['Bearer', text.join(', ')].filter(Boolean).join(' ');
  if (!proofs) return { 'www-authenticate': bearer };
  const dpop = [`algs="${proofAlgorithms.join(' ')}"`, ...(error ? [`error="${error}"`] : [])].join(', ');
  return { 'www-authenticate': `${bearer}, DPoP ${dpop}`, ...(nonce !== undefined && { 'dpop-nonce': nonce }) };
}

/** RFC 6750 §3: only these characters may stand in a description. */
const quotable = (text: string): string => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'");

/** What a client that has nothing yet should ask for: the smallest choice, or all that the tools use. */
function scopesToAskFor(profile: ProfileFacts): readonly string[] {
  return profile.smallestScopes ?? [...new Set(profile.tools.map((tool) => tool.scope))];
}
