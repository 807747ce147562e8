import type { Request } from 'express';
import { clientSecretMatches } from '../partners/partners.ts';
import { assertionProves, clientIdOfAssertion } from './client-assertion.ts';
import { networkOf } from './network.ts';
import type { OAuthContext } from './oauth-context.ts';
import { type Parameters, readParameters } from './parameters.ts';
import type { Client } from './records.ts';
import type { TokenError } from './token-error.ts';

/** A form from a client that is known here. Public clients identify themselves and prove nothing; others have a secret. */
export interface ClientForm {
  client: Client;
  parameters: Parameters;
}

const invalidClient = (description: string): TokenError => ({ error: 'invalid_client', description, status: 401 });

/** Reads the form of a token or revocation request (OAuth 2.1 §3.2.2) and finds its client, or says what is wrong. */
export async function clientOfForm(context: OAuthContext, req: Request): Promise<ClientForm | TokenError> {
  const { behaviours, store, partners, profile } = context;
  if (!req.is('application/x-www-form-urlencoded') || typeof req.body !== 'string') {
    return { error: 'invalid_request', description: 'Send a form: application/x-www-form-urlencoded.' };
  }
  const parameters = readParameters(req.body);
  if (!behaviours.parametersAreNotRepeated(parameters.repeated)) {
    return { error: 'invalid_request', description: 'A parameter is there more than once.' };
  }
  const sent = credentialsIn(req, parameters);
  const basic = profile.features.includes('provisioned-clients') ? basicOf(context, req) : undefined;
  const clientId = parameters.get('client_id') ?? basic?.clientId ?? clientIdOfAssertion(parameters);
  const provisioned = clientId === undefined ? undefined : partners.client(clientId);
  if (provisioned) {
    const proof = { sent, basic, posted: parameters.get('client_secret') };
    const problem = proofProblem(context, provisioned, proof, `${provisioned.clientId} ${networkOf(req.ip ?? '')}`);
    return problem ?? { parameters, client: provisioned };
  }
  const registered = clientId === undefined ? undefined : store.clients.get(clientId);
  if (registered?.method !== undefined) {
    const proof = { sent, basic, posted: parameters.get('client_secret') };
    const network = networkOf(req.ip ?? '');
    const problem = await registeredProofProblem(context, registered, parameters, proof, network);
    return problem ?? { parameters, client: registered };
  }
  if (!behaviours.noCredentialsAreSent(sent)) {
    return invalidClient(
      profile.features.includes('provisioned-clients')
        ? behaviours.refusalsReadTheSame(notProven(context), 'unknown')
        : 'Clients here are public: send client_id in the body, and no secret and no assertion.',
    );
  }
  if (clientId === undefined) return invalidClient('client_id is missing in the body.');
  const client = registered;
  if (!behaviours.tokenClientIsKnown(client !== undefined)) return invalidClient('No such client is known here.');
  return { parameters, client: client ?? { clientId, clientName: clientId, redirectUris: [], grantTypes: everyGrant } };
}

interface Proof {
  sent: readonly string[];
  basic: Basic | undefined;
  posted: string | undefined;
}

/**
 * CE-3: client_secret_basic or client_secret_post, one of them. An unknown id and a wrong secret read the same, and
 * whoever has been wrong too often is not looked at.
 */
function proofProblem(
  context: OAuthContext,
  { clientId, secretHash }: Client,
  { sent, basic, posted }: Proof,
  whoTries: string,
): TokenError | undefined {
  const { behaviours, clientGuesses } = context;
  if (!behaviours.clientAuthenticatesOneWay(sent)) return severalWays;
  const seconds = clientGuesses.wait(whoTries);
  if (seconds !== undefined) return tooManyGuesses(seconds);
  const secret = behaviours.secretIsRead(basic?.clientId === clientId ? basic.secret : undefined, posted);
  const matches = secret === undefined ? undefined : clientSecretMatches(secret, secretHash);
  if (behaviours.confidentialClientProvesItself(matches)) return undefined;
  if (matches === false) clientGuesses.failed(whoTries);
  return invalidClient(behaviours.refusalsReadTheSame(notProven(context), 'wrong secret'));
}

/** A client proves to be itself in the way that it registered for. */
async function registeredProofProblem(
  context: OAuthContext,
  client: Client,
  parameters: Parameters,
  proof: Proof,
  network: string,
): Promise<TokenError | undefined> {
  const { behaviours } = context;
  if (!behaviours.clientAuthenticatesOneWay(proof.sent)) return severalWays;
  const used = methodOf(proof);
  if (used !== undefined && !behaviours.clientKeepsToItsMethod(client.method ?? '', used)) {
    return invalidClient(`The client registered for ${client.method}.`);
  }
  if (client.method !== 'private_key_jwt') {
    return proofProblem(context, client, proof, `${client.clientId} ${network}`);
  }
  const proved = await assertionProves(context, client, parameters, network);
  if (behaviours.confidentialClientProvesItself(proved)) return undefined;
  return invalidClient('The client_assertion is missing, is not good, or was used already.');
}

const methodOf = ({ sent, basic, posted }: Proof): string | undefined => {
  if (sent.includes('client_assertion')) return 'private_key_jwt';
  if (basic) return 'client_secret_basic';
  return posted === undefined ? undefined : 'client_secret_post';
};

const severalWays: TokenError = {
  error: 'invalid_request',
  description: 'Authenticate in one way: by the header, a secret in the body, or an assertion.',
};

/** Where registered clients may have a secret, nobody is told that they have none. */
const notProven = ({ profile }: OAuthContext): string =>
  profile.features.includes('confidential-clients')
    ? 'The client is not known, or its secret is missing or wrong.'
    : 'The client is not known, or its secret is wrong. A registered client has none: send client_id alone.';

const tooManyGuesses = (seconds: number): TokenError => ({
  error: 'temporarily_unavailable',
  description: `Too many wrong secrets. Try again in ${seconds} s.`,
  status: 429,
  retryAfter: seconds,
});

interface Basic {
  clientId: string;
  secret: string;
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function basicOf({ behaviours }: OAuthContext, { headers }: Request): Basic | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    const read = behaviours.basicIsReadAsAForm;
    return { clientId: read(text.slice(0, colon)), secret: read(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}

const everyGrant = ['authorization_code', 'refresh_token'];

function credentialsIn(req: Request, parameters: Parameters): string[] {
  const sent = ['client_secret', 'client_assertion'].filter((name) => parameters.get(name) !== undefined);
  return req.headers.authorization === undefined ? sent : [...sent, 'authorization'];
}
